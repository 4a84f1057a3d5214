// Mail to addresses that somebody typed goes out in the council's name to whoever was typed. So each account and each school has a budget of
// it, and so has each address from one school. Over the budget the act is refused, not its mail held back: a delegate who is told late of a
// place, or not told that it went to somebody else, is worse off than a school that is told to go on later or to ask the council.

export const typedMailMost = { accountHour: 200, schoolDay: 400, addressDay: 40, handsDay: 6 } as const

/** How often somebody who is not confirmed asks for places in a day: each time they are sent a mail, and withdrawing makes room for the next. */
export const requestsMost = 40

/** Mails of one account to whoever booked, about places booked, given up and moved: room for a trust's contact who books for forty schools in a morning. */
export const bookerMailMost = { accountHour: 120, accountDay: 240 } as const

/**
 * Mails of every kind that the acts of one account send, whoever gets them: above all other budgets together, for what has none of its own
 * (accepting an offer, paying by card, choosing workshops, correcting a name).
 */
export const accountMailMost = { accountHour: 600, accountDay: 1500 } as const

/** How often somebody tries codes that lower a price and do not hold. */
export const wrongCodesMost = { hour: 10, day: 30, networkHour: 30, networkDay: 100 } as const

export const sayAccountMailLimit = `What you have done within the last hour or day has sent more than ${accountMailMost.accountHour} or ${accountMailMost.accountDay} messages, and no more go out for now. Nothing has been changed. Go back: what you typed should still be there. Go on later, or ask the council to do it for you.`

export const sayTypedMailLimit = `Too many messages have gone out to people whom you have named, or about what you have booked and cancelled. To people whom they have named at most ${typedMailMost.accountHour} go out in an hour for one person and ${typedMailMost.schoolDay} in a day for one school, ${typedMailMost.addressDay} in a day to one address, and a place passes to somebody else at most ${typedMailMost.handsDay} times in a day; about what one person books and cancels at most ${bookerMailMost.accountHour} go out in an hour and ${bookerMailMost.accountDay} in a day. Nothing has been changed. Go on later, or ask the council to do it for you.`
