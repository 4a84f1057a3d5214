// Consent to promotions belongs to an address: who asked for news of new conferences, when and how,
// and who no longer wants it. Invitations to training need none of a school: an address stops them
// topic by topic. Statements are appended, and the latest counts. A complaint reported
// by the provider withdraws it.
export type ConsentHow = 'account' | 'unsubscribe_link' | 'complaint'

/** `topicId` '': of news of new conferences; else of invitations to training on that topic. */
export type Consent = { given: 0 | 1; how: ConsentHow; at: string; topicId: string }

/** A statement and the topic's name; '': it is of news. */
export type SaidConsent = Consent & { topic: string }

/** Where nothing was said: no promotions, but invitations to training. */
export const consents = (standing: Pick<Consent, 'given'> | undefined, topicId = ''): boolean =>
  standing ? standing.given === 1 : topicId !== ''

/** The link can only restore what it withdrew. */
export const mayTakeBack = (standing: Pick<Consent, 'given' | 'how'> | undefined): boolean =>
  standing?.given === 0 && standing.how === 'unsubscribe_link'
