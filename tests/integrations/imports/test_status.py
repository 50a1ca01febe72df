import pytest

from integrations.imports.jira.kind import kind_of
from integrations.imports.jira.status import Statuses, category_of, guess, is_dropped


@pytest.mark.parametrize(
    ("name", "number", "key", "category"),
    [
        ("已完成", 3, "new", "done"),  # a real export: the id is right, the key isn't
        ("To Do", 2, "new", "todo"),
        ("In Progress", 4, "indeterminate", "doing"),
        ("Code Review", 4, "indeterminate", "review"),
        ("测试中", 4, "indeterminate", "review"),
        ("Cancelled", 3, "done", "dropped"),
        ("Whatever", 3, "done", "done"),
        ("Done", None, "done", "done"),
        ("进行中", None, "", "doing"),
        ("待办", None, "", "todo"),
        ("Ready for Dev", None, "", "todo"),
        ("In Development", None, "", "doing"),
        ("Reopened", None, "", "todo"),
        ("Something else", 1, "undefined", "todo"),
    ],
)
def test_the_category_comes_from_jiras_id_then_its_key_then_the_name(name, number, key, category):
    assert category_of(name, number, key) == category


def test_statuses_of_one_name_are_one_column_and_what_is_told_beats_a_guess():
    statuses = Statuses()
    statuses.know("1", "Parked")
    statuses.know("2", "parked", (4, "indeterminate"))
    statuses.know("2", "a name of its past")
    assert statuses.columns() == {"1": ("Parked", "doing"), "2": ("parked", "doing")}


def test_closed_without_being_done_is_dropped():
    assert is_dropped("Won't Do")
    assert is_dropped("Duplicate")
    assert not is_dropped("Done")
    assert not is_dropped("")


def test_the_kind_is_guessed_from_the_name_of_the_type():
    names = ("Bug", "缺陷", "Spike", "Technical-Debt", "Story", "任务", "")
    assert [kind_of(name) for name in names] == [
        "bug",
        "bug",
        "experiment",
        "chore",
        "story",
        "story",
        "story",
    ]


MEANT = {
    "done": "Geschlossen Gelöst Erledigt Fermé Résolu Terminé Cerrado Finalizado Hecho Concluída "
    "Feito Gereed Fatto Risolto Zakończone Gotowe Закрыт Готово Решено "
    "完了 対応済み 已完成 已解决 완료 Live",
    "review": "Dev|Complete In|Delivery Code|Review|Done Ready|for|Review Ready|to|Deploy QA "
    "In|Prüfung En|revue W|testach На|проверке レビュー中 测试中 검토|중",
    "doing": "WIP In|Bearbeitung En|cours En|curso Em|andamento In|corso In|behandeling W|toku "
    "В|работе 進行中 処理中 进行中 진행|중 On|Hold Blocked Analysis|Done",
    "todo": "Not|Started Not|Done Nicht|erledigt Offen À|faire Por|hacer A|fazer Da|fare Te|doen "
    "Do|zrobienia К|выполнению "
    "未着手 未完了 待办 未完成 할|일 Ready Reopened Wiedereröffnet",
    "dropped": "Abgebrochen Annulé Cancelado Annullato Geannuleerd Anulowane Отменено "
    "キャンセル 取消 취소",
}


@pytest.mark.parametrize("category", MEANT)
@pytest.mark.parametrize("spelt", [str, str.upper, str.lower, lambda name: f" {name} ✅"])
def test_words_of_many_languages_mean_the_same_however_they_are_spelt(category, spelt):
    names = [name.replace("|", " ") for name in MEANT[category].split()]
    assert {name: str(guess(spelt(name))) for name in names} == dict.fromkeys(names, category)


def test_what_delivers_nothing_is_known_in_many_languages_else_by_jiras_own_id():
    dropped = (
        "Not a Bug|Works as designed|Wird nicht behoben|Duplikat|Doublon|Ne sera pas fait|No haré|"
        "Duplicado|Não será feito|Non verrà fatto|Dubbel|Nie będzie zrobione|Не будет сделано|"
        "Дубликат|"
        "修正しない|完了しない|重複|再現できない|不予处理|无法重现|중복|Won’t Do|WONTFIX"
    )
    delivered = (
        "Done|Fertig|Gelöst|Fait|Hecho|Gotowe|Готово|Исправлено|完了|解決|已解决|완료|Implemented"
    )
    assert [one for one in dropped.split("|") if not is_dropped(one)] == []
    assert [one for one in delivered.split("|") if is_dropped(one, "3")] == []
    assert is_dropped("Tvítekning", "3")
    assert not is_dropped("Tvítekning", "10000")
