// What the page of a wall does.
import "./wall/acts.js";
import "./wall/clock.js";
import "./wall/drag.js";
import "./wall/keys.js";
import "./wall/redraw.js";
import "./wall/write.js";
