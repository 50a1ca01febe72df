"""Static files under names that carry their content's hash, so browsers may keep them for ever."""

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage


class HashedStaticFiles(ManifestStaticFilesStorage):
    """Also rewrites the imports between ES modules, which name each other without a hash."""

    support_js_module_import_aggregation = True
