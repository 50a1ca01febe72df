// What every page does.
import "./toast.js";
import "./menu.js";
import "./dialog.js";
import "./autosubmit.js";
import "./once.js";
import "./sign_in.js";
import "./theirs.js";
import "./focus.js";
import "./shortcut.js";
import "./breadcrumbs.js";
