// What a school sees of somebody whose role it has ended. Rules: docs/rules/people.md.

import { expect, it } from 'vitest'
import { newId } from '#base/id.ts'
import { comparisonHash, mergePeople } from '#people/people/merge-people.ts'
import { addressesTyped } from '#people/people/spelling-store.ts'
import { aClaimant, noApprover } from '#test/support/claims.ts'
import { anAccount, anAct, anEvent, aSchool, db, request, rows, run, tick } from '#test/support/factories.ts'
import { add, all } from '#test/support/rows.ts'
import { aPerson, aPlace } from '#test/worker/attendance/coverage/world.ts'
import { movable } from './movable.ts'

const future = { startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' }
const aRole = async (personId: string, school: { id: string }, roleId = 'dsl'): Promise<string> => {
  const id = newId(tick())
  await add('RoleAtSchool', { id, personId, schoolId: school.id, roleId, confirmedAt: tick().toISOString() })
  return id
}

/** A lead with a place, one that waits, one at an event that is over and one for another school. */
const aLeaver = async () => {
  const [school, other] = [await aSchool({ name: 'Tansley Fold' }), await aSchool()]
  const approver = await anAccount({ schoolIds: [school.id], name: 'Pat Lee' })
  const personId = await aPerson('Dilys Llewellyn')
  const roleAt = await aRole(personId, school)
  const [coming, full, past, elsewhere] = [
    await anEvent({ ...future, title: 'Leading safeguarding' }),
    await anEvent({ ...future, title: 'A full day' }),
    await anEvent({ title: 'Long over', startsAt: '2026-01-12T08:30:00.000Z', endsAt: '2026-01-12T15:00:00.000Z' }),
    await anEvent({ ...future, title: 'For another school' }),
  ]
  const placeId = await aPlace(coming, school, { personId })
  const waiting = await aPlace(full, school, { personId })
  await run(
    `UPDATE Place SET state = 'held', waitsFor = 'list', heldUntil = stateAt, stateAt = ?2 WHERE id = ?1`,
    waiting,
    tick().toISOString(),
  )
  await aPlace(past, school, { personId })
  await aPlace(elsewhere, other, { personId })
  const [row] = await rows<{ reference: string }>(
    'SELECT b.reference FROM Booking b JOIN Place p ON p.bookingId = b.id WHERE p.id = ?1',
    placeId,
  )
  return {
    school,
    other,
    approver,
    personId,
    roleAt,
    placeId,
    reference: row?.reference ?? '',
    page: `/school/${school.id}/staff/${personId}/coming`,
  }
}

// “When a school ends somebody’s role it sees their places to come, each with sending someone
// else or giving it back.”
// “It does so on every page that ends a role.”
it('when a school ends somebody’s role it sees what they still have for it, each with sending someone else and giving it back', async () => {
  for (const end of [
    ({ school, roleAt }: Awaited<ReturnType<typeof aLeaver>>) =>
      [`/school/${school.id}/roles/held/${roleAt}`, { answer: 'ended', lastDay: '2026-03-01' }] as const,
    ({ school, roleAt }: Awaited<ReturnType<typeof aLeaver>>) =>
      [`/school/${school.id}/staff/${roleAt}`, { fromDate: '', toDate: '2026-03-01' }] as const,
    ({ school }: Awaited<ReturnType<typeof aLeaver>>) =>
      [
        `/school/${school.id}/roles/dsl`,
        { answer: 'named', name: 'Mair Bevan', email: '', dateNotKnown: 'yes', others: 'ended', othersLastDay: '2026-03-01' },
      ] as const,
  ]) {
    const leaver = await aLeaver()
    const [path, form] = end(leaver)
    const answer = await request(path, { cookie: leaver.approver.cookie, form })
    expect([path, answer.status, answer.headers.get('location')]).toEqual([path, 303, leaver.page])
    const shown = (await (await request(leaver.page, { cookie: leaver.approver.cookie })).text()).replaceAll(/\s+/g, ' ')
    const said = (title: string): boolean => shown.includes(title)
    expect([said('Leading safeguarding'), said('A full day'), said('Long over'), said('For another school')]).toEqual([
      true,
      true,
      false,
      false,
    ])
    const base = `/bookings/${leaver.reference}`
    expect([said(`${base}/places/${leaver.placeId}/name`), said(`${base}/cancel?place=${leaver.placeId}`)]).toEqual([true, true])
    for (const link of [`${base}/places/${leaver.placeId}/name`, `${base}/cancel?place=${leaver.placeId}`])
      expect([link, (await request(link, { cookie: leaver.approver.cookie })).status]).toEqual([link, 200])
  }
})

it('what a leaver asked for without being confirmed has sending someone else and, for whoever may vouch, refusing it, which ends it', async () => {
  const { school, approver, personId, page } = await aLeaver()
  const asker = await aClaimant(school.id)
  await run('UPDATE Account SET personId = ?2 WHERE id = ?1', asker.accountId, personId)
  const event = await anEvent({ ...future, title: 'Asked for' })
  const typed = JSON.stringify({ delegates: [] })
  const requestId = newId(tick())
  await add('BookingRequest', {
    id: requestId,
    eventId: event.id,
    schoolId: school.id,
    accountId: asker.accountId,
    formId: requestId,
    places: 2,
    typed,
  })
  const html = await (await request(page, { cookie: approver.cookie })).text()
  expect(html).toContain('Asked for 2 places, not confirmed')
  const [instead, refuse] = [`/events/${event.code}/book?school=${school.id}`, `/school/${school.id}/people/${asker.claimId}/refuse`]
  for (const link of [instead, refuse]) {
    expect([link, html.includes(`href="${link}"`)]).toEqual([link, true])
    expect([link, (await request(link, { cookie: approver.cookie })).status]).toEqual([link, 200])
  }
  // A colleague who may not vouch is offered no page that does not exist for them.
  await noApprover('accountId = ?1', approver.accountId)
  const other = await (await request(page, { cookie: approver.cookie })).text()
  expect([other.includes(instead), other.includes(refuse)]).toEqual([true, false])
  await run('UPDATE Claim SET approver = 1 WHERE accountId = ?1', approver.accountId)
  expect((await request(refuse, { cookie: approver.cookie, form: { reason: 'She has left' } })).status).toBe(303)
  expect(await rows('SELECT state FROM BookingRequest WHERE id = ?1', requestId)).toEqual([{ state: 'refused' }])
})

// “Of several whose roles one form ends each is shown.”
it('of several whose roles one form ends each is shown who still has something, and only they', async () => {
  const { school, approver, personId, page } = await aLeaver()
  const [second, third] = [await aPerson('Huw Second'), await aPerson('Ceri Third')]
  for (const id of [second, third]) await aRole(id, school)
  const event = await anEvent({ ...future, title: 'Of the second' })
  await aPlace(event, school, { personId: second })
  const form = { answer: 'named', name: 'Mair Bevan', email: '', dateNotKnown: 'yes', others: 'ended', othersLastDay: '2026-03-01' }
  const answer = await request(`/school/${school.id}/roles/dsl`, { cookie: approver.cookie, form })
  const to = answer.headers.get('location') ?? ''
  expect([answer.status, new Set([to.split('/')[4], to.split('with=')[1]])]).toEqual([303, new Set([personId, second])])
  const shown = await (await request(to, { cookie: approver.cookie })).text()
  for (const said of ['Dilys Llewellyn', 'Leading safeguarding', 'Huw Second', 'Of the second'])
    expect([said, shown.includes(said)]).toEqual([said, true])
  expect(shown).not.toContain('Ceri Third')
  // An id of somebody else adds nobody.
  const stranger = await aPerson('Not Theirs')
  const tried = await (await request(`${page}?with=${stranger},nothing`, { cookie: approver.cookie })).text()
  expect([tried.includes('Dilys Llewellyn'), tried.includes('Not Theirs')]).toEqual([true, false])
})

// “Whoever has nothing is not asked about, and a school sees nothing of anybody else’s
// people.”
it('whoever has nothing to come is not asked about, and a school sees nothing of anybody else', async () => {
  const { school, approver, roleAt, personId, page, other } = await aLeaver()
  await run(`UPDATE Place SET state = 'cancelled', heldUntil = NULL, stateAt = ?2 WHERE personId = ?1`, personId, tick().toISOString())
  const answer = await request(`/school/${school.id}/staff/${roleAt}`, {
    cookie: approver.cookie,
    form: { fromDate: '', toDate: '2026-03-01' },
  })
  expect(answer.headers.get('location')).toBe(`/school/${school.id}/staff`)
  const stranger = await aPerson('Huw Pryce')
  const contact = await anAccount({ schoolIds: [other.id] })
  expect((await request(`/school/${school.id}/staff/${stranger}/coming`, { cookie: approver.cookie })).status).toBe(404)
  expect((await request(page, { cookie: contact.cookie })).status).toBe(404)
})

/**
 * The address of somebody's record becomes another, as by a change of address or by the school
 * where they are now.
 */
const moves = (personId: string, email: string) => run('UPDATE Person SET email = ?2 WHERE id = ?1', personId, email)
const addressOf = async (personId: string): Promise<string> =>
  (await rows<{ email: string }>('SELECT email FROM Person WHERE id = ?1', personId))[0]?.email ?? ''

/** Every page of the school on which somebody's address may stand. */
const pagesOf = async ({ school, approver, reference, roleAt, placeId, page }: Awaited<ReturnType<typeof aLeaver>>): Promise<string> => {
  const event = await anEvent({ ...future, title: 'Another day' })
  const paths = [
    ...[
      `/bookings/${reference}`,
      `/bookings/${reference}/messages`,
      `/bookings/${reference}/names`,
      `/bookings/${reference}/cancel?place=${placeId}`,
    ],
    ...[
      `/bookings/${reference}/places/${placeId}/correct`,
      `/bookings/${reference}/places/${placeId}/name`,
      `/events/${event.code}/book?school=${school.id}`,
    ],
    ...[page, `/school/${school.id}`, `/school/${school.id}/roles`, `/school/${school.id}/roles/held/${roleAt}`],
    ...['staff', 'staff/pairs', 'people', 'bookings', 'requirements', 'record', 'record.csv', 'certificates', 'guidance'].map(
      (part) => `/school/${school.id}/${part}`,
    ),
  ]
  const texts = await Promise.all(paths.map(async (path) => (await request(path, { cookie: approver.cookie })).text()))
  return texts.join(' ').replaceAll(/<wbr ?\/?>/g, '')
}

const aMessageTo = async (personId: string, placeId: string, email: string) => {
  const [{ bookingId, eventId } = { bookingId: '', eventId: '' }] = await all('Place', { id: placeId })
  const sent = { kind: 'invitation', sentAt: tick().toISOString() }
  const id = await add('Message', { ...sent, recipient: personId, personId, placeId, bookingId, eventId })
  await add('MessageBody', { messageId: id, fromAddress: 'council@example', toAddress: `Dilys <${email}>`, email, html: '' })
}

// “A school that somebody has left goes on seeing the address that it knew; one that they took
// later is shown to it nowhere.”
it('a school that somebody has left goes on seeing the address that it knew, and one that they took later nowhere', async () => {
  const leaver = await aLeaver()
  const { personId, school, other, placeId, roleAt } = leaver
  const [known, later] = [await addressOf(personId), `${newId(tick())}@other-school.example`]
  await aRole(personId, other)
  await run('UPDATE RoleAtSchool SET supersededAt = ?2 WHERE id = ?1', roleAt, tick().toISOString())
  const ended = await aRole(personId, school)
  await run('UPDATE RoleAtSchool SET supersededAt = ?2 WHERE id = ?1', ended, tick().toISOString())
  const left = await add('RoleAtSchool', {
    personId,
    schoolId: school.id,
    roleId: 'dsl',
    toDate: '2026-03-01',
    confirmedAt: tick().toISOString(),
  })
  await moves(personId, later)
  await aMessageTo(personId, placeId, later)
  const shown = await pagesOf({ ...leaver, roleAt: left })
  expect([shown.includes(known), shown.includes(later)]).toEqual([true, false])
  // Where they are now it is known; the school that types it knows it too.
  expect(await rows('SELECT schoolId, email FROM AddressAtSchool WHERE personId = ?1', personId)).toEqual([
    { schoolId: school.id, email: known },
  ])
  await db.batch([addressesTyped(anAct(), school.id, [later])])
  expect((await pagesOf({ ...leaver, roleAt: left })).includes(later)).toBe(true)
})

it('control: somebody who is still in a role of the school is shown there with the address that they have now', async () => {
  const leaver = await aLeaver()
  const later = `${newId(tick())}@tansley.example`
  await moves(leaver.personId, later)
  expect((await pagesOf(leaver)).includes(later)).toBe(true)
})

// “So does a school that knew one of two records which became one, unless they hold a role
// there.”
it('a school that knew one of two records which became one does not learn the address of the other', async () => {
  const leaver = await aLeaver()
  const { personId, school, roleAt } = leaver
  await run('UPDATE RoleAtSchool SET supersededAt = ?2 WHERE id = ?1', roleAt, tick().toISOString())
  const kept = await aPerson('Dilys Llewellyn')
  const organiser = anAct({ actor: (await anAccount({ roles: ['organiser'] })).actor })
  const seen = await comparisonHash(await movable(kept), await movable(personId))
  expect((await mergePeople(organiser, { keptId: kept, mergedId: personId, seen })).ok).toBe(true)
  const shown = await pagesOf({ ...leaver, page: `/school/${school.id}/staff/${kept}/coming` })
  expect([shown.includes(await addressOf(personId)), shown.includes(await addressOf(kept))]).toEqual([true, false])
})

// “When a school says later that somebody had left before they took another address, it sees the
// earlier one from then on.”
it('when a school says later that somebody had left before they took another address, it sees the earlier one from then on', async () => {
  const leaver = await aLeaver()
  const { personId, school, approver, roleAt } = leaver
  const account = await anAccount({ name: 'Dilys Llewellyn' })
  const [known, later] = [await addressOf(personId), `${newId(tick())}@other-school.example`]
  await run('UPDATE Account SET personId = ?2, email = ?3 WHERE id = ?1', account.accountId, personId, later)
  await add('EmailChange', {
    accountId: account.accountId,
    oldEmail: known,
    newEmail: later,
    codeHash: '',
    createdAt: '2026-05-02T09:00:00.000Z',
    expiresAt: '2026-05-02T09:00:00.000Z',
    usedAt: '2026-05-02T09:00:00.000Z',
  })
  await moves(personId, later)
  expect((await pagesOf(leaver)).includes(later)).toBe(true)
  await request(`/school/${school.id}/staff/${roleAt}`, { cookie: approver.cookie, form: { fromDate: '', toDate: '2026-04-30' } })
  const [role] = await rows<{ id: string }>('SELECT id FROM RoleAtSchool WHERE personId = ?1 AND supersededAt IS NULL', personId)
  const shown = await pagesOf({ ...leaver, roleAt: role?.id ?? '' })
  expect([shown.includes(known), shown.includes(later)]).toEqual([true, false])
})
