// Whose mailbox a link to a place went to. Rules: docs/rules/needs.md.
import { expect, it } from 'vitest'
import { followAddresses } from '#calendars/invites/follow-address.ts'
import { comparisonHash, mergePeople } from '#people/people/merge-people.ts'
import { undoMerge } from '#people/people/undo-merge.ts'
import { accepted, anAccount, anAct, request, rows, run } from '#test/support/factories.ts'
import { dropTriggers } from '#test/support/triggers.ts'
import { aPerson } from '#test/worker/attendance/coverage/world.ts'
import { aWorld } from '#test/worker/correspondence/feeds/world.ts'
import { movable } from '#test/worker/people/people/movable.ts'

const vegan = { dietary: 'vegan', 'dietary-words': 'Dim seleri', agreed: 'yes' }
const saying = async (link: string) => {
  expect((await request(`${link}/needs`, { form: vegan })).status).toBe(303)
}
/** Whether the link lets needs be deleted, and whether it makes a calendar. */
const shownBy = async (link: string) => {
  const page = await request(`${link}/needs`)
  const made = await request(`${link}/calendar/feed`, { form: { seen: '' } })
  return [page.status, (await page.text()).includes('Delete what I told you'), made.status]
}
const everything = [200, true, 200]
const nothing = [410, false, 410]

const linksSentTo = async (email: string): Promise<string[]> => {
  await followAddresses(anAct())
  const found = await rows<{ text: string }>(
    `SELECT y.text FROM Message m JOIN MessageBody y ON y.messageId = m.id WHERE y.email = ?1 AND y.text LIKE '%/place/%' ORDER BY m.rowid`,
    email,
  )
  return found.map(({ text }) => text.match(/\/place\/[\w-]{43}/)?.[0] ?? 'no link')
}
const merged = async (keptId: string, mergedId: string) => {
  const { actor } = await anAccount({ roles: ['organiser'] })
  const done = await mergePeople(anAct({ actor }), {
    keptId,
    mergedId,
    seen: await comparisonHash(await movable(keptId), await movable(mergedId)),
  }).then(accepted)
  return () => undoMerge(anAct({ actor }), done.mergeId)
}

// “When a person has another address, the links that went to the one before end at once, and of two records made one, those that went to the address given up.”
it('a link ends with the address it went to, and what was told stays told', async () => {
  const { first } = await aWorld()
  await saying(first.link)
  expect(await shownBy(first.link)).toEqual(everything)
  await run('UPDATE Person SET email = ?2 WHERE id = ?1', first.personId, `new.${first.email}`)
  expect(await shownBy(first.link)).toEqual(nothing)
  expect(await rows('SELECT dietary LIKE ?2 AS kept FROM Need WHERE placeId = ?1', first.id, '%Dim seleri%')).toEqual([{ kept: 1 }])
  expect(await rows('SELECT endedAt >= createdAt AS late FROM PlaceLink WHERE placeId = ?1', first.id)).toEqual([{ late: 1 }])
})

it('control: without its trigger the mailbox of before goes on seeing what its person needs', async () => {
  const { first } = await aWorld()
  await saying(first.link)
  await dropTriggers('PlaceLink_ends_with_address')
  await run('UPDATE Person SET email = ?2 WHERE id = ?1', first.personId, `new.${first.email}`)
  expect(await shownBy(first.link)).toEqual(everything)
})

it('of two records made one the links that went to the address given up end: the kept address gets its own, and gives it up when they are two again', async () => {
  const { first } = await aWorld()
  await saying(first.link)
  const kept = await aPerson('Siân Wyn')
  const [is] = await rows<{ email: string }>('SELECT email FROM Person WHERE id = ?1', kept)
  const undo = await merged(kept, first.personId)
  expect(await shownBy(first.link)).toEqual(nothing)
  const [anew = '', ...more] = await linksSentTo(is?.email ?? '')
  expect(more).toEqual([])
  expect(await shownBy(anew)).toEqual(everything)
  expect((await undo()).ok).toBe(true)
  expect(await shownBy(anew)).toEqual(nothing)
  expect(await shownBy((await linksSentTo(first.email)).at(-1) ?? '')).toEqual(everything)
})

it('two records of one address made one keep their links', async () => {
  const { first } = await aWorld()
  await saying(first.link)
  const kept = await aPerson('Siân Wyn')
  await run('UPDATE Person SET email = ?2 WHERE id = ?1', kept, first.email)
  await merged(kept, first.personId)
  expect(await shownBy(first.link)).toEqual(everything)
})
