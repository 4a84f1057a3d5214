// What a page says when something changed between opening a form and sending it.

/** @param what with its verb, such as `These prices have` */
export const sayChanged = (what: string, done = 'saved', next = 'Look at how things stand now, then try again'): string =>
  `${what} changed since you opened this page, so nothing has been ${done}. ${next}`

/** For a form that keeps what was typed and saves it when it is sent again. */
export const replaceTheirs = 'What you typed is still here: look at theirs in another tab, then save again to replace it'

/** For a page that shows the state as it is now. */
export const shownNow = 'This is how things stand now'

export const sayStored = (stored: string, next: string): string =>
  `This form was saved before: ${stored}. What you have typed since is still here, and is not saved. ${next}`
