/** Of somebody without the earlier course of an event, for organisers and at the door. */
export const sayCourseLacked = (course: string): string => `Needs ${course} first`
