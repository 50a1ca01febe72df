"""Bootstrap over blocks: what happened in one sprint is kept together."""

from math import sqrt

import numpy as np

from numerics.contracts import Array, Instance, Number, takes, unchecked
from numerics.statistics.interval import LEVEL, Floats, Z
from numerics.statistics.student import t_quantile

__all__ = ["RESAMPLES", "block_weights", "jackknife", "ratio_draws", "widening"]

RESAMPLES = 2000

GENERATOR, SEVERAL = Instance(np.random.Generator), Number(low=1, whole=True)


@takes(blocks=SEVERAL, rng=GENERATOR, resamples=SEVERAL)
def block_weights(blocks: int, rng: np.random.Generator, resamples: int = RESAMPLES) -> Floats:
    """Return how often each block is drawn in each resample.

    Parameters
    ----------
    blocks : int
        How many there are, at least one.
    rng : numpy.random.Generator
        The dice.
    resamples : int
        How many to draw.

    Returns
    -------
    ndarray
        Counts, each row of which adds up to `blocks`, shape (resamples, blocks).

    Notes
    -----
    Efron's bootstrap [1]_ by the counts of a multinomial, in place of the places drawn: what is
    linear in the blocks is then one matrix product.

    References
    ----------
    .. [1] Efron, B. (1979). Bootstrap methods: another look at the jackknife. The Annals of
       Statistics 7(1), 1-26.

    Examples
    --------
    >>> weights = block_weights(4, np.random.default_rng(1), 3)
    >>> weights.shape, weights.sum(axis=1).tolist()
    ((3, 4), [4.0, 4.0, 4.0])
    """
    return rng.multinomial(blocks, np.full(blocks, 1 / blocks), size=resamples).astype(float)


@takes(
    tops=Array("blocks>=1"),
    bottoms=Array("blocks", Number(low=0)),
    rng=GENERATOR,
    resamples=SEVERAL,
)
def ratio_draws(
    tops: Floats, bottoms: Floats, rng: np.random.Generator, resamples: int = RESAMPLES
) -> Floats:
    """Return bootstrap draws of a ratio of sums over blocks.

    Parameters
    ----------
    tops, bottoms : ndarray
        What is added up above and below the line in each block, shape (blocks,).
    rng : numpy.random.Generator
        The dice.
    resamples : int
        How many to draw.

    Returns
    -------
    ndarray
        The ratio sum(tops)/sum(bottoms) of each resample. One in which nothing stands below the
        line says nothing and is left out, so there may be fewer than `resamples`.

    Examples
    --------
    >>> tops, bottoms = np.array([0.0, 10]), np.array([10.0, 10])
    >>> draws = ratio_draws(tops, bottoms, np.random.default_rng(1), 500)
    >>> np.unique(draws).tolist()
    [0.0, 0.5, 1.0]
    """
    weights = unchecked(block_weights)(tops.size, rng, resamples)
    below = weights @ bottoms
    return (weights @ tops)[below > 0] / below[below > 0]


@takes(blocks=Number(low=0, whole=True))
def widening(blocks: int) -> float:
    """Return by how much draws of few blocks lie too close to the value they were drawn around.

    Parameters
    ----------
    blocks : int
        How many blocks are resampled.

    Returns
    -------
    float
        A factor on the distance from the value, at least 1; 1 under two blocks.

    Notes
    -----
    What blocks differ by is seen of few of them: Student's t instead of the normal distribution,
    and n - 1 instead of n [1]_.

    References
    ----------
    .. [1] Hesterberg, T. C. (2015). What teachers should know about the bootstrap: resampling in
       the undergraduate statistics curriculum. The American Statistician 69(4), 371-386, section
       5.3.

    Examples
    --------
    >>> round(widening(6), 3), round(widening(1000), 3)
    (1.342, 1.001)
    """
    if blocks < 2:
        return 1.0
    return unchecked(t_quantile)((1 + LEVEL) / 2, blocks - 1) / Z * sqrt(blocks / (blocks - 1))


@takes(left_out=Array("blocks"))
def jackknife(left_out: Floats) -> float:
    """Return the variance of a value, from what it is without each block.

    Parameters
    ----------
    left_out : ndarray
        The value without each block, shape (blocks,).

    Returns
    -------
    float
        The variance; nought where no block can be left out.

    References
    ----------
    .. [1] Tukey, J. W. (1958). Bias and confidence in not quite large samples (abstract). The
       Annals of Mathematical Statistics 29(2), 614.

    Examples
    --------
    Of a mean it is the usual variance, here 2.5 over 5:

    >>> values = np.array([1.0, 2, 3, 4, 5])
    >>> round(jackknife((values.sum() - values) / 4), 6)
    0.5
    """
    blocks = left_out.size
    return (blocks - 1) * float(left_out.var()) if blocks > 1 else 0.0
