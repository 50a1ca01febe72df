"""The words of Jira's statuses, resolutions and fields, in the languages it is translated into.

A word is whole; `stem*` may go on, `*end` may have something before it. Words of scripts that are
written without spaces are found anywhere.
"""

import re
import unicodedata
from functools import lru_cache

REOPENED = """re-open* reopen* erneut-geöffnet wieder-geöffnet wiedereröffnet réouvert*
rouvert* reabiert* reabert* riapert* heropend opnieuw-geopend ponownie-otwart* открыт*-заново
переоткрыт* 再オープン 再開 重新打开 重新開啟 다시-열림 다시-열기"""

# Closed without being done: of a status as of a resolution.
DROPPED = """wont-do wont-fix wont-* will-not-* not-going-to-* no-longer-* cancel* reject*
abandon* duplicat* invalid* obsolet* declined denied discarded withdrawn superseded retracted
dropped aborted not-reproduc* cannot-reproduc* cant-reproduc* unable-to-reproduc* unreproduc*
not-an-* not-a-* not-our-* not-required not-needed not-relevant not-applicable not-valid
not-planned not-doing not-do not-fix not-feasible out-of-scope wontfix wontdo void abgebrochen
abgelehnt abgewiesen zurückgewiesen zurückgezogen storniert verworfen verworf* doppelt
duplikat* dublette* ungültig* hinfällig veraltet nicht-reproduzierbar nicht-nachvollziehbar
wird-nicht-* nicht-mehr-* nicht-erforderlich nicht-notwendig nicht-benötigt nicht-relevant
nicht-umgesetzt nicht-umsetzen nicht-gemacht nicht-machen kein-fehler kein-bug gestrichen
annulé* rejeté* refusé* abandonné* doublon* dupliqué* en-double invalide* obsolète*
ne-sera-pas-* ne-sera-jamais-* ne-pas-* ne-se-fera-pas non-reproductible pas-reproductible
impossible-à-reproduire irreproductible pas-un-* pas-une-* sans-suite non-retenu*
non-pertinent* cancelad* rechazad* descartad* abandonad* duplicad* inválid* no-se-* no-haré
no-hacer no-hecho no-reproduc* no-es-* no-procede no-aplica no-será-* no-lo-* no-va-a-*
anulad* desestimad* recusad* rejeitad* não-será-* não-fazer não-farei não-faremos
não-reproduz* não-é-* não-vai-* não-se-aplica não-vamos-* nao-sera-* irreproduzív* annullat*
rifiutat* respint* scartat* abbandonat* non-valid* non-verrà-* non-sarà-* non-si-farà non-fare
non-riproducibil* non-è-* non-da-fare geannuleerd afgewezen geweigerd verworpen dubbel*
duplicaat ongeldig* verouderd niet-reproduceerba* wordt-niet-* zal-niet-* niet-te-reproduceren
geen-bug geen-fout niet-uitvoeren niet-oplossen vervallen niet-nodig anulowan* odrzucon*
porzucon* zduplikowan* nieprawidłow* nieaktualn* nie-do-* nie-będzie-* nie-zostanie-*
nie-można-* nie-jest-* nie-da-się-* nie-naprawi* nie-zrobi* nie-dotyczy nie-błąd отменен*
отменён* отклонен* отклонён* отказ* отброшен* дубл* повтор* недействит* неактуальн* устарел*
не-будет-* не-буд* не-воспроизв* невоспроизв* невозможно-воспроизв* не-баг не-ошибка
не-исправл* не-дефект не-требуется не-нужно снят* avbruten avvisad avslag* avvist avlyst
inställd dublett* dubblett* inte-reproducerbar kommer-inte-* ikke-* annulleret afvist dublet*
hylätty peruttu peruutettu kaksoiskappale ei-toisteta ei-tehdä zrušen* zamítnut* duplicit*
nebude-* nelze-* iptal* reddedildi yinelenen yapılmayacak geçersiz скасован* відхилен*
дублікат* не-буде-* キャンセル 中止 却下 取消 取り消し 取りやめ 棄却 廃止 重複 無効 対応しない
対応不要 対応せず 修正しない 再現しない 再現できない 再現不可 再現不能 実施しない 実行しない
不具合ではない バグではない 仕様通り 仕様どおり 見送り 废弃 廢棄 作废 作廢 放弃 放棄 拒绝 拒絕
驳回 重复 不予 无效 無效 不修复 不修復 不修正 不会修复 不會修復 不处理 不處理 不做 不会完成
不會完成 不完成 不执行 無法重現 无法重现 无法复现 不能重现 不可重现 不可重現 无法再现 非缺陷
不是缺陷 不是问题 不是bug 不需要 设计如此 設計如此 已关闭-未完成 취소 거부 거절 반려 기각 중복
무효 폐기 보류-종료 수정하지 하지-않 하지않 재현-불가 재현할-수 재현-안 완료하지 버그-아님
버그가-아님"""

# Of a resolution only: as the name of a status these words may mean something else.
DROPPED_RESOLUTION = """incomplete deferred later remind postponed expired timed-out moved
works-as-* working-as-* as-designed by-design as-intended works-for-me worksforme user-error
no-action* no-change* no-fault* no-response unresolved external third-party 3rd-party not-*
never* none-needed insufficient* non-issue nonissue no-bug no-issue no-defect no-repro*
unvollständig* zurückgestellt aufgeschoben verschoben funktioniert-wie-* wie-entworfen
wie-vorgesehen wie-beabsichtigt nicht-* kein-* keine-* incomplet* reporté* différé*
fonctionne-comme-* comme-prévu conforme-* pas-de-* non-* ne-* aplazad* pospuest*
funciona-como-* según-lo-diseñado no-* adiad* não-* nao-* funciona-conforme rinviat* rimandat*
funziona-come-* onvolledig* uitgesteld werkt-zoals-* niet-* geen-* niekompletn* niepełn*
odłożon* działa-zgodnie-* nie-* неполн* отложен* работает-как-* не-* inte-* ikke-* ei-* 不完全
未完了 延期 仕様 設計通り 設計どおり 修正せず しない 不要 不完整 未完成 延后 延後 推迟 按设计
按設計 未解决 未解決 불완전 연기 설계대로 의도된 않음 불가 아님"""

# What follows or stands around is yet to come: “ready for …”, “waiting for …”.
AHEAD = """ready* to-be selected awaiting waiting* pending* next queued queue ready-to
bereit* wartet* warten* ausgewählt* prêt* en-attente* sélectionné* à list* pendiente*
en-espera* seleccionad* pront* aguardando* em-espera selecionad* pronto in-attesa* selezionat*
da klaar* wacht* geselecteerd* gotow*-do gotowe-do oczek* wybran* do готов*-к ожида* выбран* к
redo väntar klar-til venter 待ち 準備 待 可 等待 等候 准备 대기 준비"""

REVIEW = """review* re-review reviewing peer-review code-review inspect* qa qc uat sit pqa
test* retest* verif* valid* approv* stag* acceptance sign-off signoff demo* audit*
pull-request* pr merge-request* merge* merging proof* preprod* pre-prod* feedback prüf*
*prüfung geprüft überprüf* abnahme* freigabe* getestet genehmig* begutacht* revue* relecture*
recette* vérif* en-test tests essai* homologation approbation approuv* revis* prueba* verific*
validaci* aprob* testando teste* homolog* aprov* validaç* conferência revisione* collaud*
convalid* approvaz* beoordel* controle* goedkeur* geverifieerd testen przegląd* weryfik*
testow* akcept* recenzj* провер* ревью* тест* верифик* согласован* приемк* приёмк*
på-granskning granskning* gransk* godkend* katselmoi* testaus* kontrol* schval* inceleme*
перевір* レビュー テスト 検証 確認 審査 承認 検収 査読 审核 審核 评审 評審 审查 審查 测试 測試
验收 驗收 验证 驗證 复核 检查 待审 검토 리뷰 테스트 검증 확인 심사 승인 검수"""

# The way out of the door isn't through it yet.
LEAVING = """delivery deliver delivering deploy deployment* deploying release releasing
rollout rolling-out ship shipping publish publishing launch go-live going-live integration
integrating auslieferung* bereitstellung* veröffentlichung* rollout* livraison* déploiement*
mise-en-production entrega despliegue* publicación implantação consegna rilascio oplevering
uitrol wdrażan* wdrożenie поставк* развертыван* развёртыван* релиз* выкладк* リリース デプロイ
納品 发布 發布 部署 交付 上线 배포 출시 릴리스"""

# One step of several is over, not the work.
MAKING = """dev* development develop* implement* implementation cod* coding code build*
engineering backend frontend programming entwicklung* umsetz* programmier* développement*
réalis* desarroll* desenvolv* svilupp* ontwikkel* programow* разраб* 開発 実装 开发 開發 编码
개발 구현"""
THINKING = """analys* analyz* design* spec* research* investigat* discovery concept* konzept*
entwurf* conception* diseño* análisis análise analisi progettaz* ontwerp* projektowan* analiz*
анализ* дизайн* проектир* 設計 分析 设计 調査 调研 설계 분석"""

TODO = """to-do todo backlog* open new inbox idea* proposed draft planned planning-done
scheduled created submitted reported triage* unassigned unstarted untouched unsolved groomed
refined estimated prioriti* candidate* icebox someday future on-deck approved-for-* offen*
neu* zu-erledigen zu-tun anstehend* geplant* vorgeschlagen entwurf aufgaben erstellt eingang
aufgenommen à-faire a-faire ouvert* nouveau nouvelle planifié* créé* brouillon por-hacer
pendiente* abiert* nuev* a-fazer abert* nov* planead* planejad* criad* aguardando da-fare
apert* nuov* pianificat* da-completare te-doen nieuw* gepland te-ontwikkelen do-zrobienia
otwart* now* zaplanowan* zgłoszon* do-wykonania открыт* нов* сделать к-выполнению
запланирован* бэклог* беклог* надо-сделать att-göra ny öppen planerad å-gjøre gjøremål at-gøre
åben tehtävä* avoin uusi uud* k-řešení otevřen* yapılacak* açık yeni відкрит* новий
до-виконання 未着手 未対応 未処理 未実施 未完了 新規 オープン 作業前 着手前 やること 予定
バックログ 待办 待辦 待处理 待處理 待开发 待開發 待定 未开始 未開始 未处理 未完成 未解决 新建
新增 打开 開啟 開放 计划 規劃 需求池 할-일 할일 해야-할 열림 열기 신규 미착수 백로그 예정
미완료 접수"""

# Not yet: the same words as for done, with a no before them.
NOT = """not isnt not-yet non un no incomplete undone unfinished unresolved unreleased nicht
noch-nicht unvollständig unerledigt ungelöst pas pas-encore no-está aún-no sin não ainda-não
nao non-ancora niet nog-niet nie jeszcze-nie не еще-не ещё-не inte ikke ei"""

DONE = """done close* closed resolve* resolved complete completed finish* released deployed
shipped delivered live accepted fixed implemented in-production on-production in-prod
published achieved archived solved merged-to-production production prod rolled-out won
signed-off fertig* erledigt abgeschlossen* geschlossen* gelöst* behoben* beendet umgesetzt
ausgeliefert veröffentlicht freigegeben vollständig abgenommen akzeptiert bereitgestellt
produktiv fermé* résolu* terminé* clos clôturé* fini* livré* achevé* fait faite accompli*
publié* déployé* corrigé* réalisé* accepté* mis-en-production complété* effectué* cerrad*
resuelt* finalizad* terminad* hecho hecha complet* completad* entregad* listo lista publicad*
desplegad* corregid* concluid* aceptad* realizad* en-producción solucionad* fechad* resolvid*
concluíd* feito feita encerrad* entregue pronto-final* implantad* corrigid* aceit* em-produção
completo completa chius* risolt* completat* fatto fatta finit* conclus* terminat* rilasciat*
consegnat* pubblicat* accettat* corrett* in-produzione gesloten opgelost voltooid gereed klaar
afgerond afgesloten gedaan opgeleverd uitgerold geaccepteerd in-productie afgehandeld
zamknięt* rozwiązan* ukończon* zakończon* gotowe gotowy gotowa zrobion* wykonan* wdrożon*
wydan* zaakceptowan* dostarczon* naprawion* opublikowan* закрыт* решен* решён* готов*
завершен* завершён* выполнен* сделан* исправлен* выпущен* реализован* опубликован* принят*
в-продакшн* в-проде внедрен* внедрён* доставлен* завершено klar klart stängd avslutad färdig
löst ferdig lukket løst fuldført færdig afsluttet valmis suljettu ratkaistu hotov* uzavřen*
vyřešen* dokončen* kapatıldı kapalı tamamlandı çözüldü bitti виконан* закрит* вирішен* готово
kész lezárva megoldva gata închis rezolvat ολοκληρώθηκε κλειστό הושלם סגור מكتمل مغلق تم
मुकम्मल เสร็จสิ้น hoàn-thành đã-đóng selesai 完了 完成 終了 解決 クローズ 対応済 修正済
リリース済 公開済 処理済 実装済 済み 完 已完成 关闭 關閉 已解决 解决 已发布 已發布 已上线
已部署 已交付 结束 結束 完结 完結 已验收 已修复 완료 해결 닫힘 종료 끝 배포됨 출시됨 마감"""

DOING = """in-progress progress doing develop* dev implement* coding code active started
working work build* wip ongoing under-way underway in-work on-hold hold blocked paused impeded
escalated in-analysis analysis analys* design* investigat* research* fixing in-flight
processing waiting-for-customer with-customer pending suspended stalled refinement grooming
in-bearbeitung bearbeitung in-arbeit arbeit* läuft laufend* aktiv in-umsetzung umsetzung
in-entwicklung entwicklung begonnen gestartet blockiert angehalten pausiert wartend* en-cours
encours en-développement développement en-traitement commencé* démarré* bloqué* suspendu*
en-curso en-progreso en-proceso en-desarrollo haciendo en-marcha trabajando iniciad* bloquead*
pausad* em-andamento em-progresso em-curso em-desenvolvimento fazendo em-execução in-corso
in-lavorazione in-sviluppo avviat* bloccat* sospes* in-esecuzione in-behandeling bezig
mee-bezig in-uitvoering in-ontwikkeling gestart geblokkeerd w-toku w-trakcie w-realizacji
w-budowie rozpoczęt* zablokowan* wstrzyman* в-работе в-процессе в-разработке выполняется
разработка делается начат* заблокирован* в-ожидании приостановлен* pågår pågående påbörjad
under-arbete i-gang arbejdes käynnissä työn-alla kesken probíhá zpracov* rozpracov* devam-*
yapılıyor sürüyor в-роботі в-процесі виконується folyamatban în-lucru σε-εξέλιξη בתהליך
قيد-التنفيذ sedang-* 進行中 進行 作業中 対応中 処理中 実装中 開発中 着手 着手中 実施中 調査中
保留 ブロック 修正中 設計中 仕掛 进行 开发 開發 处理 處理 实施 執行 执行 进展 工作中 挂起 暂停
阻塞 修复中 设计中 진행 작업 개발 처리-중 처리중 구현 보류 차단"""

POINTS = """story-point* storypoint* story-punkt* storypunkt* story-points-schätzung
points-de-story points-dhistoire points-de-récit points-de-user-story point*-de-story
estimation-en-story* puntos-de-historia* puntos-de-la-historia* story-points puntos-de-story
pontos-de-história pontos-da-história pontos-de-story pontos-por-história punti-storia
punti-della-storia story-punten storypunten verhaalpunten punkty-historyjki punkty-historyjek
punkty-story стори-пойнт* стори-поинт* сторипойнт* сторипоинт* story-poäng ストーリーポイント
ストーリー-ポイント ストーリー・ポイント 故事点 故事點 스토리-포인트 스토리포인트 스토리-점수"""

SPRINT = "sprint sprints спринт スプリント 冲刺 衝刺 迭代 스프린트"
EPIC = """epic-link epic-verknüpfung epic-link* epos-verknüpfung lien-d'épopée lien-dépopée
lien-depic* lien-épique enlace-de-épica vínculo-de-épica link-do-epic link-épico
collegamento-epic epic-koppeling link-do-epica łącze-epika ссылка-на-эпик エピックリンク
エピック-リンク 史诗链接 史詩連結 에픽-링크"""
FLAGGED = """flagged flag markiert marqué* marquée* marcad* sinalizad* segnalat*
contrassegnat* gemarkeerd oflagowan* oznaczon* отмечен* помечен* フラグ フラグ付き 已标记 标记
已標記 플래그-지정 플래그"""

UNSPACED = re.compile(r"[\u0e00-\u0e7f\u1100-\u11ff\u2e80-\ud7ff\uf900-\ufaff]")


@lru_cache(10_000)
def plain(text: str) -> str:
    """In small letters without marks; what stands between words is one hyphen."""
    text = re.sub(r"['’‘´`]", "", text)
    spread = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(sign for sign in spread if unicodedata.category(sign) != "Mn")
    return re.sub(r"[\W_]+", "-", bare).strip("-")


def _pattern_of(word: str) -> str:
    bare = plain(word)
    if UNSPACED.search(bare):
        return re.escape(bare)
    before = "" if word.startswith("*") else r"(?<!\w)"
    after = r"\w*" if word.endswith("*") else r"(?!\w)"
    return f"{before}{re.escape(bare)}{after}"


class Words:
    """Finds whether a name holds one of the words."""

    def __init__(self, *texts: str) -> None:
        words = set()
        for text in texts:
            for word in text.split():
                words.add(word)
        found = "|".join(sorted({_pattern_of(word) for word in words}, key=len, reverse=True))
        self._search = re.compile(found).search
        self._full = re.compile(f"(?:{found})").fullmatch

    def __contains__(self, name: str) -> bool:
        return self._search(plain(name)) is not None

    def is_all_of(self, name: str) -> bool:
        """Whether the name is one of the words and nothing else."""
        return self._full(plain(name)) is not None
