# Sets $python to a Python that is new enough, or says in one sentence that there is none.
python=
for candidate in ${PYTHON:+"$PYTHON"} python3 python3.14 python3.13 python3.12 python3.11 python; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        python=$candidate
        break
    fi
done
if [ -z "$python" ]; then
    found=$(python3 --version 2>/dev/null || echo "no Python")
    echo "Twopizza needs Python 3.11 or newer on the PATH (or its path in PYTHON); found: $found." >&2
    exit 1
fi
unset PYTHONHOME PYTHONPATH PYTHONSAFEPATH
