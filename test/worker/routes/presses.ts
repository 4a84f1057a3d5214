// Forms of schools as they are filled in, each with what it needs, by the file of its page and the last words of its address.

import { newId } from '#base/id.ts'
import { fieldOf } from '#returns/filling/forms.ts'
import { aClaimant, holds, linksTo } from '#test/support/claims.ts'
import { anAccount, anEvent, aSchool, db, request, rows, tick } from '#test/support/factories.ts'
import { filledIn, formsIn } from '#test/support/page-forms.ts'
import { insert } from '#test/support/rows.ts'
import { aBooking, inTime } from '#test/worker/booking/delegates/bookings.ts'
import { aFullEvent, aGuest, asks, offerNow, tokenOf } from '#test/worker/booking/waiting/world.ts'
import { aConference, aBooking as aWorkshopBooking } from '#test/worker/booking/workshops/world.ts'
import { aDocument, anIssue, aVersion } from '#test/worker/guidance/world.ts'
import { aRole, aSchoolWithRoles, pressOf } from '#test/worker/people/roles/world.ts'
import { aReturn } from '#test/worker/returns/filling/world.ts'

export type Press = { path: string; cookie?: string; form: Record<string, string | string[]> | [string, string][] }

/** The form of a page as it stands, with what is typed. */
const onPage = async (page: string, cookie: string, typed: Record<string, string>, path = page): Promise<Press> => {
  const forms = formsIn(await (await request(page, { cookie })).text(), page)
  const form = forms.find(({ method, action }) => method === 'POST' && action.split('?')[0] === path.split('?')[0])
  if (!form) throw new Error(`no form for ${path} among ${forms.map(({ action }) => action).join(' ')}`)
  return { path, cookie, form: { ...Object.fromEntries(filledIn(form)), ...typed } }
}

const colleagueAsks = async (answer: string) => {
  const school = await aSchool()
  const { cookie } = await anAccount({ schoolIds: [school.id] })
  const { claimId } = await aClaimant(school.id)
  return { path: `/school/${school.id}/people/${claimId}/${answer}`, cookie, form: {} }
}

/** What one of two who act for a school does with the other. */
const ofColleague = async (what: string, form: Record<string, string> = {}) => {
  const school = await aSchool()
  const { cookie } = await anAccount({ schoolIds: [school.id] })
  const other = await anAccount({ schoolIds: [school.id] })
  const [row] = await rows<{ id: string }>('SELECT id FROM Claim WHERE accountId = ?1', other.accountId)
  return { path: `/school/${school.id}/people/${row?.id}/${what}`, cookie, form }
}

const person = (n: number, name: string, role = 'dsl') => ({
  [`name-${n}`]: name,
  [`email-${n}`]: `${name.toLowerCase().replace(' ', '.')}@example.sch.uk`,
  [`role-${n}`]: role,
})

const asked = (school: string) => ({ school, formId: crypto.randomUUID(), rows: '1', places: '1', naming: 'later', wait: 'all' })

const waits = async () => {
  const event = await anEvent({ ...inTime, capacity: 1, placesPerSchool: 5 })
  await aBooking(['Ann Lee'], 0, {}, event)
  return aBooking([], 2, { ifFull: 'wait' }, event)
}

const anOffer = async () => {
  const { event, free } = await aFullEvent(2, inTime)
  const guest = await aGuest()
  const reference = await asks(guest, event.code, 1)
  await free(1)
  await offerNow(new Date())
  return { guest, reference }
}

const withWorkshops = async () => {
  const world = await aConference()
  return { world, ...(await aWorkshopBooking(world.event, ['Ann Price'])) }
}

const aMixedBooking = async () => {
  const mixed = { attendanceMode: 'mixed', joiningLink: 'https://meet.example.gov.uk/j/1', onlineCapacity: 2, placesPerSchool: null }
  return aBooking(['Elin Puw'], 0, mixed, undefined, 'in_person')
}

/** The secret of the link that whoever is on a place was sent. */
export const ownLink = async (placeId: string | undefined): Promise<string> => {
  const [mail] = await rows<{ text: string }>(
    `SELECT b.text FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.placeId = ?1 AND m.kind = 'invitation'`,
    placeId,
  )
  return /\/place\/([\w-]+)/.exec(mail?.text ?? '')?.[1] ?? ''
}

/** Those that can cause mail: `test/domain/messages/outbox/mail-routes.test.ts` finds which. */
export const mailPresses: Record<string, () => Promise<Press>> = {
  'placing/school-check-pages.tsx /events/:code/bookings': async () => {
    const event = await anEvent(inTime)
    const school = await aSchool()
    const { cookie } = await anAccount({ schoolIds: [school.id] })
    const form = { school: school.id, formId: crypto.randomUUID(), rows: '1', channel: '', ...person(1, 'Bo Price') }
    return { path: `/events/${event.code}/bookings`, cookie, form }
  },
  'overview/school-pages.tsx /bookings/:reference/cancel': async () => {
    const { reference, contact } = await aBooking(['Ann Lee'])
    return { path: `/bookings/${reference}/cancel`, cookie: contact.cookie, form: { all: '1' } }
  },
  'delegates/school-pages.tsx /bookings/:reference/names': async () => {
    const { reference, contact } = await aBooking([], 1)
    // He has other places that day by now, which the form has said.
    const clash = 'bo price bo.price@example.sch.uk'
    return onPage(`/bookings/${reference}/names`, contact.cookie, { ...person(1, 'Bo Price'), clash, action: 'save' })
  },
  'delegates/school-pages.tsx /bookings/:reference/places/:placeId/name': async () => {
    const { reference, contact, places } = await aBooking(['Ann Lee'])
    return onPage(`/bookings/${reference}/places/${places[0]?.id}/name`, contact.cookie, { ...person(1, 'Bo Price'), action: 'swap' })
  },
  'delegates/school-pages.tsx /bookings/:reference/places/:placeId/correct': async () => {
    const { reference, contact, places } = await aBooking(['Cerys Vaughan'])
    const form = { was: places[0]?.personId ?? '', ...person(1, 'Cerys Vaughn') }
    return { path: `/bookings/${reference}/places/${places[0]?.id}/correct`, cookie: contact.cookie, form }
  },
  'requests/school-request-pages.tsx /events/:code/request': async () => {
    const [event, school] = [await anEvent(inTime), await aSchool()]
    const { cookie } = await aClaimant(school.id)
    return { path: `/events/${event.code}/request`, cookie, form: asked(school.id) }
  },
  'waiting/school-pages.tsx /events/:code/wait': async () => {
    const { event } = await waits()
    const school = await aSchool()
    const { cookie } = await anAccount({ schoolIds: [school.id] })
    return { path: `/events/${event.code}/wait`, cookie, form: { school: school.id, formId: crypto.randomUUID(), places: '1', how: 'all' } }
  },
  'waiting/school-pages.tsx /events/:code/wait/fewer': async () => {
    const { event, contact, reference, school } = await waits()
    return { path: `/events/${event.code}/wait/fewer`, cookie: contact.cookie, form: { school: school.id, reference, places: '1' } }
  },
  'waiting/school-pages.tsx /events/:code/wait/withdraw': async () => {
    const { event, contact, reference } = await waits()
    return { path: `/events/${event.code}/wait/withdraw`, cookie: contact.cookie, form: { reference } }
  },
  'complaints/public-pages.tsx /data-protection-complaint/write': async () => ({
    path: '/data-protection-complaint/write',
    form: { id: newId(tick()), name: 'Olwen Parry', email: 'olwen@example.com', about: 'A wrong address.' },
  }),
  'claiming/public-vouch-pages.tsx /vouch/:token': async () => {
    const school = await aSchool()
    const mailbox = `office@${school.urn}.example`
    await holds(school.id, mailbox)
    await aClaimant(school.id)
    return { path: `/vouch/${(await linksTo(mailbox))[0]}`, form: { answer: 'yes' } }
  },
  'claiming/school-claim-pages.tsx /school/claims': async () => {
    const school = await aSchool()
    await holds(school.id, `office@${school.urn}.example`)
    const form = { schoolId: school.id, name: 'Siân Pritchard', roleId: 'dsl' }
    return { path: '/school/claims', cookie: (await anAccount()).cookie, form }
  },
  'claiming/school-unlisted-pages.tsx /school/claims/:id/mailbox': async () => {
    const school = await aSchool()
    const { claimId, cookie } = await aClaimant(school.id)
    await holds(school.id, `office@${school.urn}.example`)
    return { path: `/school/claims/${claimId}/mailbox`, cookie, form: {} }
  },
  'claiming/school-colleague-pages.tsx …/:claimId/vouch': async () => colleagueAsks('vouch'),
  'claiming/school-colleague-pages.tsx …/:claimId/refuse': async () => colleagueAsks('refuse'),
  'claiming/school-colleague-pages.tsx …/:claimId/remove': async () => ofColleague('remove'),
  'claiming/school-colleague-pages.tsx …/:claimId/rights': async () => ofColleague('rights', { take: 'mayBook' }),
  'claiming/school-unlisted-pages.tsx /school/claims/unlisted': async () => ({
    path: '/school/claims/unlisted',
    cookie: (await anAccount()).cookie,
    form: { postcode: 'HR6 8AB', setting: 'nursery', setName: 'Acorns', name: 'Siân Pritchard', roleId: 'dsl' },
  }),
  'roles/school-pages.tsx …/:role': async () => {
    const { approver, base } = await aSchoolWithRoles()
    const form = { answer: 'named', dateNotKnown: 'yes', name: 'Nia Head', email: 'nia@ashgrove.example' }
    return { path: `${base}/head`, cookie: approver.cookie, form }
  },
  'roles/school-pages.tsx …/held/:id': async () => {
    const { approver, base, proposalId } = await aSchoolWithRoles()
    return { path: `${base}/held/${proposalId}`, cookie: approver.cookie, form: { answer: 'confirm', dateNotKnown: 'yes' } }
  },
  'roles/school-roles-pages.tsx …': async () => {
    const { approver, base, proposalId } = await aSchoolWithRoles()
    const { id, seen } = await pressOf(base, approver.cookie)
    return { path: base, cookie: approver.cookie, form: { id, seen, [`answer-${proposalId}`]: 'yes' } }
  },
  'waiting/school-offer-pages.tsx /bookings/:reference/offer': async () => {
    const { guest, reference } = await anOffer()
    return { path: `/bookings/${reference}/offer`, cookie: guest.cookie, form: { answer: 'accept' } }
  },
  'waiting/public-pages.tsx /:token': async () => {
    const { reference } = await anOffer()
    return { path: `/offers/${await tokenOf(reference)}`, form: { answer: 'accept' } }
  },
  'workshops/school-pages.tsx /bookings/:reference/workshops': async () => {
    const { world, placeId, cookie, reference } = await withWorkshops()
    const form = { [`place-${placeId}-block-1`]: world.anxiety, [`place-${placeId}-block-2`]: world.drugs }
    return { path: `/bookings/${reference}/workshops`, cookie, form }
  },
  'workshops/school-pages.tsx /bookings/:reference/places/:placeId/workshops': async () => {
    const { world, placeId, cookie, reference } = await withWorkshops()
    const form = { [`place-${placeId}-block-1`]: world.anxiety, [`place-${placeId}-block-2`]: world.drugs }
    return { path: `/bookings/${reference}/places/${placeId}/workshops`, cookie, form }
  },
  'needs/public-pages.tsx /:token/workshops': async () => {
    const { world, placeId } = await withWorkshops()
    const path = `/place/${await ownLink(placeId)}/workshops`
    return { path, form: { 'block-1': world.anxiety, 'block-2': world.drugs } }
  },
  'needs/public-pages.tsx /:token/tell': async () => {
    const { places } = await aBooking(['Mared Rhys'])
    return { path: `/place/${await ownLink(places[0]?.id)}/tell`, form: { statement: 'cannot_come' } }
  },
  'needs/public-pages.tsx /:token/attendance': async () => {
    const { places } = await aMixedBooking()
    return { path: `/place/${await ownLink(places[0]?.id)}/attendance`, form: { to: 'online' } }
  },
  'delegates/school-attendance-pages.tsx /bookings/:reference/places/:placeId/attendance': async () => {
    const { places, reference, contact } = await aMixedBooking()
    const path = `/bookings/${reference}/places/${places[0]?.id}/attendance`
    return onPage(path, contact.cookie, { to: 'online' })
  },
  'series/school-pages.tsx /bookings/:reference/move': async () => {
    const [from, to] = [await anEvent(inTime), await anEvent(inTime)]
    const series = newId(tick())
    await db.batch([
      insert('Series', { id: series, title: 'S', topicId: from.topicId }),
      db.prepare('UPDATE Event SET seriesId = ?1 WHERE id IN (?2, ?3)').bind(series, from.id, to.id),
    ])
    const { reference, contact, places } = await aBooking(['Tomos Hale'], 0, {}, from)
    const form = { formId: crypto.randomUUID(), to: to.code, place: places[0]?.id ?? '', sure: 'yes', action: 'move' }
    return { path: `/bookings/${reference}/move`, cookie: contact.cookie, form }
  },
}

const issued = async () => {
  const school = await aSchool()
  const issueId = await anIssue(await aVersion(await aDocument()), school)
  return { ...(await anAccount({ schoolIds: [school.id], name: 'Ann Lee' })), school, at: `/school/${school.id}/guidance/${issueId}` }
}

const aPlan = async () => {
  const asked = await aReturn()
  const { cookie } = await anAccount({ schoolIds: [asked.school.id], name: 'Ann Lee' })
  const form = { id: newId(tick()), question: asked.q('culture'), what: 'Ask pupils', owner: 'The head of year', dueOn: '2026-01-20' }
  return { ...asked, cookie, form }
}

/** Others that write what is never deleted. */
export const writingPresses: Record<string, () => Promise<Press>> = {
  'filling/school-pages.tsx …/sections/:section': async () => {
    const { at, school, q } = await aReturn({ questions: { notes: { kind: 'text' } } })
    const { cookie } = await anAccount({ schoolIds: [school.id], name: 'Ann Lee' })
    const form = { [fieldOf('value', q('notes'))]: 'All are trained', [fieldOf('seen', q('notes'))]: '', does: 'save' }
    return { path: `${at}/sections/1`, cookie, form }
  },
  'progress/school-plan-pages.tsx …/plan/new': async () => {
    const { at, cookie, form } = await aPlan()
    return { path: `${at}/plan/new`, cookie, form }
  },
  'progress/school-plan-pages.tsx …/plan/:action': async () => {
    const { at, cookie, form } = await aPlan()
    await request(`${at}/plan/new`, { cookie, form })
    return { path: `${at}/plan/${form.id}`, cookie, form: { doneOn: '2026-01-20', words: 'We asked them' } }
  },
  'answers/school-pages.tsx …/answer': async () => {
    const { at, cookie } = await issued()
    const form = { answer: 'as_is', body: 'governing_body', decidedOn: '2025-10-02', minute: '7', reason: '', name: '', role: '' }
    return { path: `${at}/answer`, cookie, form }
  },
  'issuing/school-pages.tsx …/acknowledge': async () => {
    const { at, cookie } = await issued()
    return { path: `${at}/acknowledge`, cookie, form: {} }
  },
  'roles/school-own-pages.tsx …': async () => {
    const { approver, school } = await aSchoolWithRoles()
    const head = await anAccount({ name: 'Nia Head' })
    const id = await aRole({ personId: head.personId, schoolId: school.id, roleId: 'head' }, approver.accountId)
    return { path: `/account/record/roles/${id}/dispute`, cookie: head.cookie, form: { reason: 'I left' } }
  },
  'feeds/school-pages.tsx …/:of': async () => ({
    path: '/account/calendar/own',
    cookie: (await anAccount({ name: 'Ann Lee' })).cookie,
    form: {},
  }),
  'own-account/school-pages.tsx /account/name': async () => ({
    path: '/account/name',
    cookie: (await anAccount({ name: 'Ann Lee' })).cookie,
    form: { name: 'Anne Lee' },
  }),
}
