// What the database itself does about a record that was merged: whoever still names it names the one that was kept.

import { expect, it } from 'vitest'
import { newId } from '#base/id.ts'
import { anAccount, anEvent, aSchool, rows, run, tick } from '#test/support/factories.ts'
import { add } from '#test/support/rows.ts'
import { aPerson, aPlace } from '#test/worker/attendance/coverage/world.ts'

const mergedRow = (mergedId: string, keptId: string, id = newId(tick())) => add('PersonMerge', { id, keptId, mergedId })

const personOf = async (placeId: string) =>
  (await rows<{ personId: string }>('SELECT personId FROM Place WHERE id = ?1', placeId))[0]?.personId

// “Whoever was writing for the merged record at that moment, or asks for it later by its old name and address, means the one that was kept.”
it('a place booked for a merged record is of the record that was kept, through several merges', async () => {
  const [first, second, third] = [await aPerson(), await aPerson(), await aPerson()]
  await mergedRow(first, second)
  const [school, event] = [await aSchool(), await anEvent()]
  expect(await personOf(await aPlace(event, school, { personId: first }))).toBe(second)
  await mergedRow(second, third)
  expect(await personOf(await aPlace(await anEvent(), school, { personId: first }))).toBe(third)
  await add('RoleAtSchool', { personId: first, schoolId: school.id, roleId: 'dsl', source: 'test' })
  expect(await rows('SELECT personId FROM RoleAtSchool WHERE schoolId = ?1', school.id)).toEqual([{ personId: third }])
})

it('a place that changes hands to a merged record comes to the one that was kept, and so does whoever uses an account', async () => {
  const [merged, kept] = [await aPerson(), await aPerson()]
  const placeId = await aPlace(await anEvent(), await aSchool())
  const { accountId } = await anAccount()
  await mergedRow(merged, kept)
  await run('UPDATE Place SET personId = ?2, namedAt = ?3 WHERE id = ?1', placeId, merged, tick().toISOString())
  expect(await personOf(placeId)).toBe(kept)
  await run('UPDATE Account SET personId = ?2 WHERE id = ?1', accountId, merged)
  expect(await rows('SELECT personId FROM Account WHERE id = ?1', accountId)).toEqual([{ personId: kept }])
})

it('a person who has a place at an event cannot get another under the record that was merged into theirs', async () => {
  const [merged, kept] = [await aPerson(), await aPerson()]
  const [school, event] = [await aSchool(), await anEvent()]
  await aPlace(event, school, { personId: kept })
  await mergedRow(merged, kept)
  await expect(aPlace(event, school, { personId: merged })).rejects.toThrow('Place.eventId, Place.personId')
})

it('a record is merged once, and one that was merged takes in no other', async () => {
  const [one, two, three] = [await aPerson(), await aPerson(), await aPerson()]
  await mergedRow(one, two)
  await expect(mergedRow(one, three)).rejects.toThrow('person_is_merged')
  await expect(mergedRow(three, one)).rejects.toThrow('person_is_merged')
})
