// What is said of something that has changed between a page and its form: what it is, what was not
// done, and what to do.

/** @param what with its verb: `These prices have` */
export const sayChanged = (what: string, done = 'saved', next = 'Look at how things stand now, then try again'): string =>
  `${what} changed since you opened this page, so nothing has been ${done}. ${next}`

/** For a form that keeps what was typed, and saves it when it is sent again. */
export const replaceTheirs = 'What you typed is still here: look at theirs in another tab, then save again to replace it'

/** For a page that shows what there is now. */
export const shownNow = 'This is how things stand now'
