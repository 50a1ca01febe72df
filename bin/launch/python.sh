# Sets $python to a Python that is new enough, or says in one sentence that there is none.
is_between() { # a Python, the newest 3.x
    "$1" -c "import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, $2))" 2>/dev/null
}
python=
for candidate in ${PYTHON:+"$PYTHON"}; do
    if is_between "$candidate" 99; then python=$candidate; fi
done
# Those that every package has a wheel for (tests/start/test_lock.py) come before a newer one.
for newest in 13 99; do
    for candidate in python3 python3.13 python3.12 python3.11 python; do
        if [ -z "$python" ] && is_between "$candidate" "$newest"; then python=$candidate; fi
    done
done
if [ -z "$python" ]; then
    found=$(python3 --version 2>/dev/null || echo "no Python")
    echo "Twopizza needs Python 3.11 or newer on the PATH (or its path in PYTHON); found: $found." >&2
    exit 1
fi
unset PYTHONHOME PYTHONPATH PYTHONSAFEPATH
