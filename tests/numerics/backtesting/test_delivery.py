from typing import Any

from numerics.backtesting.delivery import mean_nmae, nmae_by_moment
from numerics.backtesting.sprints import read_table
from tests.numerics.backtesting.table import as_csv, rows


def projects(tmp_path, count=90):
    file = tmp_path / "sprints.csv"
    file.write_text(as_csv(rows(count)))
    return read_table(file)


def test_the_second_half_is_predicted_and_better_the_later(tmp_path):
    _, orion = projects(tmp_path)
    found: dict[str, Any] = nmae_by_moment(orion)
    assert (found["sprints"], found["tested"]) == (60, 30)
    assert found["nmae"]["80"] < found["nmae"]["0"]
    assert found["nmae"]["80"] < found["median_nmae"]["80"]


def test_too_few_sprints_have_no_figure(tmp_path):
    lyra, _ = projects(tmp_path, 15)
    found: dict[str, Any] = nmae_by_moment(lyra)
    assert found["nmae"]["0"] is None


def test_the_mean_leaves_out_what_is_unknown():
    known = {"nmae": {"0": 0.8, "30": 0.6, "50": 0.5, "80": 0.4}}
    unknown = {"nmae": dict.fromkeys(known["nmae"])}
    assert mean_nmae([known, unknown]) == known["nmae"]
