// Who of a set gets the mail. A school is written to at the first of its addresses that works, or
// at all of them; whoever cannot be written to is counted apart, by why: no address at all (ring
// them), an address that does not work, no consent to promotions. An invitation to training needs
// no consent of a body; who stopped those on its topic gets none, and no colleague instead.
import { counted, listed, plural } from '#base/words.ts'
import type { MessageNature } from '#messages/outbox/kind.ts'
import type { SchoolCard, SchoolName } from '#schools/schools/school.ts'

/** A possible address, best first within its unit. */
export type Candidate = {
  email: string
  name: string
  personId: string | null
  accountId: string | null
  fails: boolean
  consents: boolean
  /** Topics of which it wants no invitations to training. */
  stopped: readonly string[]
  /** Of a trust: it gets the invitation of a school. */
  taken?: boolean
}

type Individual = 'yes' | 'no' | 'not_known'

/** Who runs a school or setting, by what the record says of it. */
export const runBy: Record<Individual, string> = { no: 'A body', yes: 'One person', not_known: 'Not known: a body or one person' }

export type Unit = {
  schoolId: string
  school: SchoolName
  kind: SchoolCard['kind']
  origin: SchoolCard['origin']
  telephone: string
  name: string
  bookingId: string | null
  reference: string | null
  placeId: string | null
  /** The law asks one person's consent. A childminder is one; of a nursery it is not known. */
  individual: Individual
  /** Its author writes only to those of its kind that asked for news. */
  asksConsent?: boolean
  candidates: readonly Candidate[]
}

/** What is written to: a unit, or a trust, whose UID is then `schoolId`. */
type Addressee = Omit<Unit, 'kind' | 'origin'> & { trustSchools?: readonly SchoolOfTrust[] }
export type SchoolOfTrust = { id: string; name: string }
export type TrustUnit = Addressee & { trustSchools: readonly SchoolOfTrust[] }

export type WhySkipped = 'no_consent' | 'unsubscribed' | 'address_fails' | 'stopped' | 'settled' | 'no_address' | 'with_school'

export type Recipient = Omit<Addressee, 'candidates' | 'telephone' | 'name' | 'asksConsent'> &
  Pick<Candidate, 'email' | 'name' | 'personId' | 'accountId'> & {
    why: 'no_consent' | 'address_fails' | 'unsubscribed' | 'with_school' | null
  }

type RingEntry = Pick<Unit, 'schoolId' | 'school' | 'telephone' | 'name'> & { why: 'no_address' | 'address_fails' | 'no_consent' }

export type Chosen = {
  /** In the order of units, including skipped ones. */
  recipients: Recipient[]
  /** Those nothing reaches. */
  ring: RingEntry[]
  counts: {
    schools: number
    /** How many mails would go. */
    people: number
    schoolsReached: number
    /** Schools (or people) without a known address. */
    noAddress: number
    fails: number
    noConsent: number
    /** Of those reached, where it is not known whether one person runs it. */
    notKnown: number
    /** Schools whose address stopped invitations on the topic. */
    stopped: number
  }
}

/** What kind of message it is; of an invitation, the topic. */
export type Going = { nature: MessageNature; topicId: string | undefined }

const reasonOf = (candidate: Candidate, { individual, asksConsent }: Addressee, { nature, topicId }: Going): Recipient['why'] => {
  if (candidate.taken) return 'with_school'
  if (candidate.fails) return 'address_fails'
  if (nature === 'training' && candidate.stopped.some((one) => one === topicId)) return 'unsubscribed'
  const asks = nature === 'promotion' || (nature === 'training' && (individual === 'yes' || asksConsent === true))
  return asks && !candidate.consents ? 'no_consent' : null
}

const recipientOf = (unit: Addressee, candidate: Candidate, why: Recipient['why']): Recipient => {
  const { schoolId, school, individual, bookingId, reference, placeId, trustSchools } = unit
  const { email, name, personId, accountId } = candidate
  return {
    schoolId,
    school,
    individual,
    bookingId,
    reference,
    placeId,
    email,
    name,
    personId,
    accountId,
    why,
    ...(trustSchools ? { trustSchools } : {}),
  }
}

/**
 * @param every all addresses of a unit, not just the first usable one
 * @param once each address gets one message, for however many schools
 */
export const chosenPeople = (units: readonly Addressee[], going: Going, every: boolean, once = false): Chosen => {
  const recipients = new Map<string, Recipient>()
  const ring: RingEntry[] = []
  for (const unit of units) {
    let reached = false
    let stopped = false
    for (const candidate of unit.candidates) {
      if ((reached || stopped) && !every) break
      const why = reasonOf(candidate, unit, going)
      reached ||= why === null
      stopped ||= why === 'unsubscribed'
      const key = once ? candidate.email : `${candidate.email} ${unit.schoolId}`
      if (!recipients.has(key)) recipients.set(key, recipientOf(unit, candidate, why))
    }
    if (reached || stopped) continue
    const { schoolId, school, telephone, name } = unit
    const last = unit.candidates.some((one) => !one.fails) ? 'no_consent' : 'address_fails'
    ring.push({ schoolId, school, telephone, name, why: unit.candidates.length === 0 ? 'no_address' : last })
  }
  const all = [...recipients.values()]
  const mailed = all.filter((one) => one.why === null)
  const different = (ones: readonly { schoolId: string }[]): number => new Set(ones.map((one) => one.schoolId)).size
  return {
    recipients: all,
    ring,
    counts: {
      schools: different(units),
      people: mailed.length,
      schoolsReached: different(mailed),
      notKnown: units.filter(
        (unit) => unit.individual === 'not_known' && !unit.asksConsent && mailed.some((one) => one.schoolId === unit.schoolId),
      ).length,
      noAddress: ring.filter((one) => one.why === 'no_address').length,
      fails: new Set(all.filter((one) => one.why === 'address_fails').map((one) => one.email)).size,
      stopped: different(all.filter((one) => one.why === 'unsubscribed')),
      noConsent: new Set(all.filter((one) => one.why === 'no_consent').map((one) => one.email)).size,
    },
  }
}

/** The first of those who get it, by name: `Siân Pritchard, Tom Jones and 41 more`. */
export const sayFirst = ({ recipients }: Chosen, most = 5): string => {
  const names = recipients.filter(({ why }) => why === null).map(({ name, email }) => name || email)
  const more = names.length - most
  return listed(more > 0 ? [...names.slice(0, most), `${more} more`] : names)
}

export const whyNotWords: Record<NonNullable<Recipient['why']>, string> = {
  address_fails: 'Address does not work',
  unsubscribed: 'Stopped invitations on this topic',
  no_consent: 'Has not asked for news',
  with_school: 'Gets the invitation of a school',
}

export const ringWhy = { no_address: 'No address', address_fails: 'Address does not work', no_consent: 'Has not asked for news' }

/** Of a trust, whose addresses are those of people confirmed to act for it. */
export const trustRingWhy = (why: keyof typeof ringWhy): string => (why === 'no_address' ? 'No confirmed address' : ringWhy[why])

/** How many are left out and why: `2 schools have no address`; '' if none. */
export const sayLeftOut = (
  { noAddress, fails, noConsent, stopped }: Chosen['counts'],
  ofPeople: boolean,
  andBookings = false,
): string[] => {
  const [one, many] = andBookings ? ['person or booking has', 'people or bookings have'] : ['person has', 'people have']
  const who = (n: number): string => `${n} ${ofPeople ? plural(n, one, many) : plural(n, 'school has', 'schools have')}`
  return [
    ...(noAddress > 0 ? [`${who(noAddress)} no address`] : []),
    ...(fails > 0 ? [`${fails} ${plural(fails, 'address does not work', 'addresses do not work')}, so nothing is sent there`] : []),
    ...(stopped > 0 ? [`${who(stopped)} stopped invitations on this topic`] : []),
    ...(noConsent > 0 ? [`${noConsent} ${plural(noConsent, 'address has', 'addresses have')} not asked for news of new conferences`] : []),
  ]
}

/** Each at the first of its confirmed addresses that works and is not written to for a school. */
export const chosenTrusts = (trusts: readonly TrustUnit[], schools: readonly Unit[], going: Going, { recipients }: Chosen): Chosen => {
  const taken = new Set(recipients.filter(({ why }) => why === null).map(({ email }) => email))
  const ids = new Set(schools.map(({ schoolId }) => schoolId))
  const units = trusts
    .map((trust) => ({
      ...trust,
      trustSchools: trust.trustSchools.filter(({ id }) => ids.has(id)),
      candidates: trust.candidates.map((one) => ({ ...one, taken: taken.has(one.email) })),
    }))
    .filter(({ trustSchools }) => trustSchools.length > 0)
  const chosen = chosenPeople(units, going, false)
  const reached = new Set(chosen.recipients.filter(({ why }) => why === null).map(({ schoolId }) => schoolId))
  return { ...chosen, recipients: chosen.recipients.filter(({ schoolId, why }) => why !== 'with_school' || !reached.has(schoolId)) }
}

/** Trusts that nothing reaches, not even at the address of a school. */
export const trustsToRing = ({ ring }: Chosen): RingEntry[] => ring.filter(({ why }) => why !== 'no_consent')

/** `113 schools and 2 trusts` */
export const sayReached = (schools: number, trusts: number): string =>
  [counted(schools, 'school'), ...(trusts > 0 ? [counted(trusts, 'trust')] : [])].join(' and ')

/** Which trusts get no mail of their own, and why. */
export const sayTrustsLeftOut = ({ schools, people, noAddress }: Chosen['counts']): string[] => {
  const others = schools - people - noAddress
  return [
    ...(noAddress > 0
      ? [`${counted(noAddress, 'trust has', 'trusts have')} no confirmed address: ${plural(noAddress, 'its', 'their')} schools get theirs`]
      : []),
    ...(others > 0
      ? [
          `${counted(others, 'trust gets', 'trusts get')} no invitation beside ${plural(others, 'its', 'their')} schools, for reasons listed below`,
        ]
      : []),
  ]
}
