// Consent to promotions belongs to an address: who asked for news of new conferences, when and how, and who does not want it any more. Each
// statement is appended; the latest stands. A complaint to the provider counts as taking it back.
export type ConsentHow = 'account' | 'unsubscribe_link' | 'complaint'

export type Consent = { given: 0 | 1; how: ConsentHow; at: string }

/** Nobody has said anything: no promotions. */
export const consents = (standing: Consent | undefined): boolean => standing?.given === 1

/** Only what the link itself took back can be given again by it. */
export const mayTakeBack = (standing: Consent | undefined): boolean => standing?.given === 0 && standing.how === 'unsubscribe_link'
