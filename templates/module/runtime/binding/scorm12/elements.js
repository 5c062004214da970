/** The elements of the data model that the run-time reads or writes (SCORM 1.2 RTE, 3.4). */

export const STUDENT_ID = "cmi.core.student_id";
export const LESSON_MODE = "cmi.core.lesson_mode";
export const LESSON_STATUS = "cmi.core.lesson_status";
export const LESSON_LOCATION = "cmi.core.lesson_location";
export const SCORE_RAW = "cmi.core.score.raw";
export const SCORE_MIN = "cmi.core.score.min";
export const SCORE_MAX = "cmi.core.score.max";
export const SESSION_TIME = "cmi.core.session_time";
export const EXIT = "cmi.core.exit";
export const SUSPEND_DATA = "cmi.suspend_data";
