import "./questions/autosave.js";
import "./questions/live.js";
import "./opening.js";
import "./shelf_picker.js";
