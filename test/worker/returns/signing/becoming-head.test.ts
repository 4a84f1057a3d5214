// Somebody who acts for a school, such as its business manager, tries to sign as its head: by what
// they say of records, addresses and roles.
// Rules: docs/rules/returns-of-schools.md.

import { expect, it } from 'vitest'
import { readNow } from '#base/db/read.ts'
import { changeRole } from '#people/people/change-role.ts'
import { takeRecord } from '#people/people/take-record.ts'
import { seenOf, type Typed } from '#returns/filling/entry.ts'
import { fieldOf } from '#returns/filling/forms.ts'
import { selectVersion } from '#returns/signing/store.ts'
import { anAccount, db, request, rows, tick } from '#test/support/factories.ts'
import { add } from '#test/support/rows.ts'
import { aBooking } from '#test/worker/booking/delegates/bookings.ts'
import { actOf, aReturn } from '../filling/world.ts'

type Account = Awaited<ReturnType<typeof anAccount>>

const questions = { policy: { kind: 'yes_no', label: 'Is there a child protection policy?' } }
const aRoleOf = (personId: string, schoolId: string, roleId: string, source: string, at: string | null = tick().toISOString()) =>
  add('RoleAtSchool', { personId, schoolId, roleId, source, confirmedAt: at })

/**
 * A business manager who may answer for the school, and whom it knows because they were booked
 * once.
 */
const aManager = async (of?: { id: string }) => {
  const asked = await aReturn({ questions, bodySigns: false }, of)
  const manager = await anAccount({ schoolIds: [asked.school.id], name: 'Gareth Jones' })
  await aRoleOf(manager.personId, asked.school.id, 'other', 'booking', null)
  return { asked, manager, base: `/school/${asked.school.id}` }
}
type World = Awaited<ReturnType<typeof aManager>>

const nameHead = async ({ base, manager }: World, name: string, email: string, by: Account = manager): Promise<string> => {
  const form = { answer: 'named', dateNotKnown: 'yes', name, email }
  expect((await request(`${base}/roles/head`, { cookie: by.cookie, form })).status).toBe(303)
  return (await rows<{ id: string }>('SELECT id FROM Person WHERE name = ?1 ORDER BY rowid DESC', name))[0]?.id ?? ''
}

const signs = async ({ asked, manager }: World, who: Account = manager) => {
  const [shown] = await rows<Typed & { id: string }>('SELECT * FROM CurrentEntry WHERE returnId = ?1', asked.id)
  const form = { [fieldOf('value', asked.q('policy'))]: 'yes', [fieldOf('seen', asked.q('policy'))]: shown ? seenOf(shown) : '' }
  await request(`${asked.at}/sections/1`, { cookie: manager.cookie, form })
  const version = await readNow(db, selectVersion(db, asked.id))
  await request(`${asked.at}/check`, { cookie: who.cookie, form: { agreed: 'yes', version } })
  return rows('SELECT signedAs, doubt FROM ReturnSignature WHERE returnId = ?1', asked.id)
}

it('who says on their school’s page that they and the head of the register are one person only proposes it, and does not sign', async () => {
  const world = await aManager()
  const head = await add('Person', { name: 'Gareth Jonas' })
  await aRoleOf(head, world.asked.school.id, 'head', 'register')
  const pairs = `${world.base}/staff/pairs`
  const seen = (await (await request(pairs, { cookie: world.manager.cookie })).text()).match(/name="seen" value="([0-9a-f]+)"/)?.[1] ?? ''
  const form = { one: world.manager.personId, other: head, seen, is: 'one' }
  expect((await request(pairs, { cookie: world.manager.cookie, form })).status).toBe(303)
  expect(await rows('SELECT isOne FROM PersonPair WHERE oneId IN (?1, ?2)', head, world.manager.personId)).toEqual([{ isOne: 1 }])
  expect(await rows('SELECT 1 FROM PersonMerge WHERE mergedId = ?1', head)).toEqual([])
  expect(await signs(world)).toEqual([])
})

// “A head whom nobody but themselves has named, by whichever of their addresses, signs, to be
// confirmed.”
it('who names their other mailbox as head and then shows that it is theirs signs, to be confirmed', async () => {
  const world = await aManager()
  const head = await nameHead(world, 'Ann Other', 'ann.other@private.example')
  expect(await takeRecord(actOf(world.manager.actor) as never, head, 'ann.other@private.example')).toMatchObject({ ok: true })
  expect(await signs(world)).toEqual([{ signedAs: 'head', doubt: 'own_word' }])
})

it('control: a head whom somebody else named at that mailbox, and who corrects the day, signs without doubt', async () => {
  const world = await aManager()
  const office = await anAccount({ schoolIds: [world.asked.school.id], name: 'Olga Office' })
  const head = await nameHead(world, 'Ann Other', 'ann.other@private2.example', office)
  await takeRecord(actOf(world.manager.actor) as never, head, 'ann.other@private2.example')
  const [held] = await rows<{ id: string }>(
    `SELECT id FROM RoleAtSchool WHERE personId = ?1 AND roleId = 'head' AND supersededAt IS NULL`,
    world.manager.personId,
  )
  const dates = { id: held?.id ?? '', fromDate: '2025-09-01', toDate: undefined }
  expect(
    await changeRole(actOf(world.manager.actor, new Date(Date.now() + 1000)), { whose: 'school', schoolId: world.asked.school.id }, dates),
  ).toMatchObject({
    ok: true,
  })
  expect(
    await rows(
      `SELECT confirmedById FROM RoleAtSchool WHERE personId = ?1 AND roleId = 'head' AND supersededAt IS NULL`,
      world.manager.personId,
    ),
  ).toEqual([{ confirmedById: world.manager.accountId }])
  expect(await signs(world)).toEqual([{ signedAs: 'head', doubt: null }])
})

it('the address of a head is not corrected on a booking', async () => {
  const { places, reference, contact, school } = await aBooking(['Hal Price'])
  const [place] = places
  await aRoleOf(place?.personId ?? '', school.id, 'head', 'school')
  const before = await rows('SELECT name, email FROM Person WHERE id = ?1', place?.personId)
  const form = { was: place?.personId ?? '', 'name-1': 'Hal Price', 'email-1': 'mine@private.example' }
  const answer = await request(`/bookings/${reference}/places/${place?.id}/correct`, { cookie: contact.cookie, form })
  expect([answer.status, (await answer.text()).includes('or is your head or governor, so we do not change them here')]).toEqual([409, true])
  expect(await rows('SELECT name, email FROM Person WHERE id = ?1', place?.personId)).toEqual(before)
})
