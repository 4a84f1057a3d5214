// The county's history in steps, each short enough for one request. Registers a year apart are
// imported between them.
import { issueNow } from '#attendance/certificates/issue-certificates.ts'
import { usualPeriod } from '#attendance/coverage/coverage.ts'
import { admitHelper } from '#attendance/door/admit-helper.ts'
import { usualHelpers } from '#attendance/door/door-link.ts'
import { selectDoor } from '#attendance/door/door-store.ts'
import { makeDoorLink } from '#attendance/door/make-door-link.ts'
import { freezeReport } from '#attendance/reports/freeze-report.ts'
import type { Act, Actor } from '#base/act.ts'
import { readCouncil, saveCouncil } from '#base/council/store.ts'
import { type Council, councilFrom } from '#base/council.ts'
import { addMinutes, instant, londonDay } from '#base/dates.ts'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { followAutomatic } from '#correspondence/automatic/follow-automatic.ts'
import { allPlaces, type EventDetails } from '#events/events/event.ts'
import { addVenue } from '#events/venues/save-venue.ts'
import { sendDigests } from '#front/digest/send-digests.ts'
import { grantDoor } from '#people/staff/grant-role.ts'
import type { Cast } from './cast.ts'
import { countyVenues } from './conference.ts'
import { conferences } from './conferences.ts'
import { demonstrationDates } from './dates.ts'
import { holdConference } from './hold-conference.ts'
import { signInAs } from './people.ts'
import { settleAccounts } from './settle-accounts.ts'
import { settleAudit, whoAnswers } from './settle-entries.ts'
import { settleEvaluation, settleLaterEvaluations } from './settle-evaluations.ts'
import { freezeRule, lead, settleYear } from './settle-frozen.ts'
import { settleGuidance } from './settle-guidance.ts'
import { settleLadder } from './settle-ladder.ts'
import { settleMaterials } from './settle-materials.ts'
import { sendNotice, settleAnswers, stopOneInvitation } from './settle-messages.ts'
import { settleAgreements, settlePrices } from './settle-money.ts'
import {
  settleClaims,
  settleContacts,
  settleEarlier,
  settleOrganisations,
  settleOwnClaims,
  settleStaff,
  settleTrust,
  settleWaitingClaims,
  staffAddress,
} from './settle-people.ts'
import { settleProviders } from './settle-providers.ts'
import { settleRecommendations } from './settle-recommendations.ts'
import { settleRecords } from './settle-records.ts'
import { settleReports } from './settle-reports.ts'
import { settleRequirements } from './settle-requirements.ts'
import { settleLastAudit } from './settle-returns.ts'
import { settleRoles } from './settle-roles.ts'
import { settleTermDates, settleTerms } from './settle-rules.ts'
import {
  actorOf,
  contactActors,
  deliveredLongAgo,
  insertAccountsOf,
  openSchools,
  outsideOrganisations,
  refusedByProvider,
  selectEvaluatedLater,
} from './store.ts'
import { noteArrivals, takeRegister } from './take-register.ts'
import { actOf } from './time.ts'

const laCode = '999'

export type Step = { said: string; next?: string | undefined }

/** The conference before the later register, with that year's changes to schools. */
const lastBeforeLaterRegister = conferences.findIndex((conference) => (conference.sessions[0]?.days ?? 0) > -70) - 1

const council: Council = {
  ...councilFrom(laCode),
  name: 'Alderwickshire County Council',
  serviceName: 'Safeguarding conferences',
  brandColour: '#4b2e6f',
  concernTelephone: '01632 960199',
  contactEmail: 'safeguarding.training@alderwickshire.example',
  contactTelephone: '01632 960100',
  contactAddress: 'County Hall\nGuildhall Street\nAlderwick AK1 1AA',
  // So that anybody can look around; the pages say so.
  staffFactors: 'optional',
  digestDay: 'monday',
  returnControllers: whoAnswers.controllers,
  returnBasis: whoAnswers.basis,
}

/** Runs one step; `next` is undefined when the caller must import a register, and at the end. */
export const liveCounty = async (act: Act, step: string): Promise<Step | undefined> => {
  const dates = demonstrationDates(act.now)
  const start = dates.beginning
  if (step === 'council') {
    await saveCouncil(actOf(act, act.actor, start), await readCouncil(act.db, councilFrom(laCode)), council)
    await settleStaff(actOf(act, act.actor, start))
    await settleTerms(actOf(act, act.actor, addMinutes(start, 5)))
    await settleTermDates(actOf(act, act.actor, addMinutes(start, 10)), act.now)
    return { said: `${council.name}, which does not exist` }
  }
  const cast = await castOf(act)
  if (step === 'people') {
    const by = (minutes: number): Act => actOf(act, cast.organiser, addMinutes(start, minutes))
    const contacts = await settleContacts(by(60), cast.schools)
    const claims = await settleClaims(by(120), cast.schools, council)
    await settleTrust(by(4000), cast.schools, council)
    const organisations = await settleOrganisations(by(4500))
    await settleOwnClaims(by(4600), cast.schools, council)
    const providers = await settleProviders(by(4800))
    for (const { id, ...facts } of countyVenues) await addVenue(by(4600), id, facts)
    const earlier = await settleEarlier(by(5000), act.now, cast.schools)
    return {
      said: `${contacts} contacts, ${claims} schools that book, ${organisations.length} outside organisations, ${providers} settings on the early years list, ${earlier} earlier attendances`,
      next: 'conference-0',
    }
  }
  if (step === 'recent') {
    const fresh = cast.schools.filter((school) => !cast.contacts.has(school.id) && school.firstUrn > '900300')
    const by = actOf(act, cast.organiser, dates.newSchools)
    const contacts = fresh.length > 0 ? await settleContacts(by, fresh) : 0
    await settleClaims(addLater(by), fresh, council)
    const byFinance = (minutes: number): Act => actOf(act, cast.finance, addMinutes(dates.prices, minutes))
    await settlePrices(byFinance(0))
    const agreements = await settleAgreements(byFinance(40), cast.schools)
    return {
      said: `${contacts} contacts of new schools, prices, ${agreements} service agreements`,
      next: `conference-${lastBeforeLaterRegister + 1}`,
    }
  }
  if (step === 'first-frozen') {
    const number = await freezeRule(actOf(act, cast.officer, dates.frozen.first), lead)
    return { said: `Final report ${number}`, next: 'roles' }
  }
  if (step === 'roles') return { said: `${await settleRoles(act, cast)} schools have said who holds which role`, next: 'year' }
  if (step === 'year') return { said: `${await settleYear(act, cast)} schools see what is published of them`, next: 'requirements' }
  if (step === 'reports') {
    const shown = await settleReports(act, cast, council)
    await freezeRule(actOf(act, cast.officer, dates.frozen.every), undefined)
    return { said: `${shown} lines of reports that name schools`, next: 'returns' }
  }
  if (step === 'requirements') {
    const stated = await settleRequirements(act, cast)
    await settleLadder(act, cast.officer)
    return { said: `${stated} schools have stated how many of their staff have done the yearly update`, next: 'guidance' }
  }
  if (step === 'guidance') {
    await settleRecommendations(act, cast)
    return { said: `Guidance of the Department and a model policy, issued to ${await settleGuidance(act, cast)} schools`, next: 'reports' }
  }
  if (step === 'returns') {
    const [asked, read] = [await settleAudit(act, cast), await settleRecords(act, cast)]
    return { said: `${asked} schools are asked for their safeguarding audit, ${read} have had case records read`, next: 'end' }
  }
  if (step === 'last-audit')
    return { said: `${await settleLastAudit(act, cast)} schools were asked for the safeguarding audit of last year` }
  if (step === 'end') return await endOfLife(act, cast)
  const number = Number(step.match(/^conference-(\d+)$/)?.[1] ?? Number.NaN)
  const conference = conferences[number]
  if (!conference) return undefined
  const event = await holdConference(act, conference, cast)
  await settleMaterials(actOf(act, cast.organiser, act.now), event, conference)
  // Going on even in the last minute of a day, when its hours are over.
  const isToday = conference.sessions[0]?.days === 0
  if (isToday) await holdToday(act, event, cast)
  const past = event.state === 'published' && !isToday ? event.sessions.filter((session) => session.endsAt < instant(act.now)) : []
  for (const session of past) await takeRegister(act, event, session, conference, cast)
  const over = past
    .map(({ endsAt }) => endsAt)
    .sort()
    .at(-1)
  // As its job does, in as many runs as it takes.
  if (over) for (let left = 1; left > 0; ) ({ left } = await issueNow(actOf(act, cast.organiser, addMinutes(new Date(over), 70)), event.id))
  await settleEvaluation(act, event, conference)
  const next =
    number === conferences.length - 1 ? 'first-frozen' : number === lastBeforeLaterRegister ? 'last-audit' : `conference-${number + 1}`
  const day = event.sessions[0] ? londonDay(event.sessions[0].startsAt) : ''
  return { said: `${day}  ${event.title} (${event.state}, ${event.taken} of ${allPlaces(event)} places)`, next }
}

const addLater = (act: Act): Act => ({ ...act, now: addMinutes(act.now, 60) })

const castOf = async (act: Act): Promise<Cast> => {
  const staff = async (role: string): Promise<Actor> => {
    const actor = await actorOf(act.db, staffAddress(role))
    if (!actor) throw new Error(`Nobody is ${role} yet`)
    return actor
  }
  const [administrator, organiser, officer, finance, schools, contacts, organisations] = await Promise.all([
    ...([staff('administrator'), staff('organiser'), staff('officer'), staff('finance')] as const),
    ...([openSchools(act.db, laCode), contactActors(act.db), outsideOrganisations(act.db)] as const),
  ])
  return { administrator, organiser, officer, finance, schools, contacts, organisations }
}

/** The conference of today: its people were reminded, and two are at its door, one by a link. */
const holdToday = async (act: Act, event: EventDetails, cast: Cast): Promise<void> => {
  const dates = demonstrationDates(act.now)
  while (await followAutomatic(actOf(act, act.actor, dates.today.reminded)));
  await grantDoor(actOf(act, cast.organiser, dates.door), { email: staffAddress('door'), eventId: event.id })
  const { event: atDoor, sessions } = await readNow(act.db, selectDoor(act.db, event.code))
  const by = actOf(act, cast.organiser, dates.door)
  const link = atDoor && (await makeDoorLink(by, atDoor, sessions, { day: londonDay(dates.today.doors), most: usualHelpers }))
  if (!link?.ok) throw new Error('The conference of today has a door')
  const helper = { token: link.value.token, name: 'Sam Reed', browser: 'Chrome on Android', oldSignInId: undefined }
  await admitHelper(actOf(act, act.actor, dates.today.doors), helper)
  for (const session of event.sessions) await noteArrivals(act, event, session, cast)
}

/**
 * What waits today: this week's claims and one refused message; older messages were all delivered.
 */
const endOfLife = async (act: Act, cast: Cast): Promise<Step> => {
  const dates = demonstrationDates(act.now)
  const claims = await settleWaitingClaims(actOf(act, cast.organiser, dates.claims), cast.schools, council)
  const recent = instant(dates.mailed)
  const schools = await sendNotice(act, cast.organiser)
  // Letters of what is due, some schools at a time. They arrive while it is loaded.
  for (let piece = 0; piece < 12; piece += 1) await sendDigests(actOf(act, act.actor, dates.digest))
  await settleLaterEvaluations(act, cast.officer, await readNow(act.db, selectEvaluatedLater(act.db)))
  // Not an invitation to a future event, which the audit would rightly report.
  await refusedByProvider(act.db, 'booking_confirmed', recent)
  const delivered = await deliveredLongAgo(act.db, recent)
  await stopOneInvitation(actOf(act, act.actor, act.now))
  await insertAccountsOf(
    actOf(act, act.actor, dates.door),
    signInAs.map(({ email }) => email),
  )
  await settleAnswers(actOf(act, act.actor, act.now))
  await freezeForCommittee(act, cast.officer)
  const money = await settleAccounts(act, cast.finance, cast.contacts)
  return {
    said: `${money.lines} lines for the finance system, ${money.paid} invoices paid, ${claims} people waiting to act for a school, a notice to ${schools} people, ${delivered} messages long delivered`,
  }
}

/** The officer freezes what is known for the committee of this week. */
const freezeForCommittee = async (act: Act, officer: Actor): Promise<void> => {
  const { frozen, asAt } = demonstrationDates(act.now).committee
  const by = actOf(act, officer, frozen)
  const { from, to } = usualPeriod(asAt)
  await freezeReport(by, { id: newId(by.now), question: { laCodes: [laCode], on: to, from, to, topic: undefined, event: undefined } })
}
