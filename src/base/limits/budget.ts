// Mail to typed addresses goes out in the council's name, so each account, each school and each
// pair of school and address has a budget for it. Beyond it the act is refused rather than its mail
// delayed: a delegate told late of a place is worse off than a school told to go on later or to ask
// the council.

export const typedMailMost = { accountHour: 200, schoolDay: 400, addressDay: 40, handsDay: 6 } as const

/**
 * Requests for places in a day by somebody not confirmed yet. Each one sends a mail, and
 * withdrawing it would allow another.
 */
export const requestsMost = 40

/**
 * Mails about places to whoever booked, from one account: enough for a trust that books for forty
 * schools in a morning.
 */
export const bookerMailMost = { accountHour: 120, accountDay: 240 } as const

/**
 * All mails that one account's acts send. A limit over the other budgets, for acts that have none
 * of their own (accepting an offer, paying by card, choosing workshops, correcting a name).
 */
export const accountMailMost = { accountHour: 600, accountDay: 1500 } as const

/** Wrong price codes that somebody may try. */
export const wrongCodesMost = { hour: 10, day: 30, networkHour: 30, networkDay: 100 } as const

/** Numbers of certificates that do not exist, asked for from one network. */
export const wrongNumbersMost = { networkHour: 60, networkDay: 300 } as const

export const sayAccountMailLimit = `What you have done within the last hour or day has sent more than ${accountMailMost.accountHour} or ${accountMailMost.accountDay} messages, and no more go out for now. Nothing has been changed. Go back: what you typed should still be there. Go on later, or ask the council to do it for you.`

export const sayTypedMailLimit = `Too many messages have gone out to people whom you have named, or about what you have booked and cancelled. To people whom they have named at most ${typedMailMost.accountHour} go out in an hour for one person and ${typedMailMost.schoolDay} in a day for one school, ${typedMailMost.addressDay} in a day to one address, and a place passes to somebody else at most ${typedMailMost.handsDay} times in a day; about what one person books and cancels at most ${bookerMailMost.accountHour} go out in an hour and ${bookerMailMost.accountDay} in a day. Nothing has been changed. Go on later, or ask the council to do it for you.`
