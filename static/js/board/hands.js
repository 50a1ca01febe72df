// Move cards by mouse, finger, keys or buttons. The move shows at once and is taken back if the server
// refuses it.
import "./buttons.js";
import "./counts.js";
import "./drag.js";
import "./keys.js";
