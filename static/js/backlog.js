// What the backlog's page does.
import "./board/hands.js";
import "./drafts.js";
import "./refresh.js";
import "./quick_add.js";
import "./select.js";
