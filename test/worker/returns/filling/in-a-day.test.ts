// Nothing that was typed into a return is ever deleted, so what is typed in a day has an end. The
// first title quotes docs/rules/returns-of-schools.md.
import { afterEach, expect, it } from 'vitest'
import { typedMost } from '#base/limits/budget.ts'
import { seenOf, type Typed } from '#returns/filling/entry.ts'
import { fieldOf } from '#returns/filling/forms.ts'
import { saveEntries } from '#returns/filling/save-entries.ts'
import { anAccount, request, rows, run } from '#test/support/factories.ts'
import { add } from '#test/support/rows.ts'
import { actOf, aReturn } from './world.ts'

type Asked = Awaited<ReturnType<typeof aReturn>>
type Account = Awaited<ReturnType<typeof anAccount>>

const aForm = async (of?: { id: string }) => {
  const asked = await aReturn({ questions: { notes: { kind: 'text' }, other: { kind: 'text' } } }, of)
  const people = { schoolIds: [asked.school.id] }
  return { asked, ann: await anAccount({ ...people, name: 'Ann Lee' }), ben: await anAccount({ ...people, name: 'Ben Orr' }) }
}

const standing = async (asked: Asked, name = 'notes') =>
  (await rows<Typed & { id: string }>('SELECT * FROM CurrentEntry WHERE returnId = ?1 AND questionId = ?2', asked.id, asked.q(name)))[0]

const saved = async (asked: Asked, who: Account, value: string, now: Date, name = 'notes') => {
  const shown = await standing(asked, name)
  const attempt = { seen: shown ? seenOf(shown) : null, typed: { value, evidence: '', action: '' }, chosen: undefined }
  const done = await saveEntries(actOf(who.actor, now), asked.place, {
    only: asked.q(name),
    sentOf: (question) => ({ question, attempt, mustChoose: false }),
  })
  return done.ok ? 'saved' : done.reason
}

const bytes = async () => ((await run('SELECT 1')).meta as D1Meta).size_after
const most = 'x'.repeat(4000)
const start = Date.parse('2027-01-11T09:00:00.000Z')
const at = (minutes: number): Date => new Date(start + minutes * 60_000)

it('What is typed into one return in a day, for one school and by one account has an end; what is over it stays on the page, and is saved the next day.', async () => {
  const { asked, ann, ben } = await aForm()
  const before = await bytes()
  const said: string[] = []
  for (let n = 0; n < 400; n += 1) said.push(await saved(asked, n % 2 ? ann : ben, `${most.slice(4)}${n}`, at(n / 10)))
  const taken = said.indexOf('too_much_today')
  expect(taken).toBe(Math.floor(typedMost.audit / (typedMost.entry + most.length - 3)))
  // Whoever typed last goes on in the same entry for ten minutes, and it grows no more.
  expect(said.slice(taken).filter((one) => one === 'too_much_today').length).toBeGreaterThan(120)
  expect(await rows('SELECT COUNT(*) AS n FROM ReturnEntry WHERE returnId = ?1', asked.id)).toEqual([{ n: taken }])
  // All that a day of it leaves, in the log too.
  expect((await bytes()) - before).toBeLessThan(1.5 * typedMost.audit)
  expect(await saved(asked, ann, 'The next day', at(24 * 60))).toBe('saved')
})

/** Uses up all but so many bytes of a day. */
const used = (of: 'audit' | 'school' | 'account', id: string, left: number, now: Date) =>
  add('LimitUse', {
    ...{ key: `day:${now.toISOString().slice(0, 10)}:typed:${of}:${id}`, windows: `[[1440,${typedMost[of]}]]` },
    ...{ n: typedMost[of] - left, at: now.toISOString() },
  })
const idOf = {
  audit: ({ asked }: World) => asked.id,
  school: ({ asked }: World) => asked.school.id,
  account: ({ ann }: World) => ann.accountId,
}
type World = Awaited<ReturnType<typeof aForm>>

it.each(['audit', 'school', 'account'] as const)('the %s has a day of its own, and others go on', async (of) => {
  const world = await aForm()
  const another = await aForm(of === 'account' ? world.asked.school : undefined)
  await used(of, idOf[of](world), 1600, at(0))
  expect(await saved(world.asked, world.ann, 'x'.repeat(101), at(1))).toBe('too_much_today')
  expect(await saved(another.asked, another.ben, 'x'.repeat(101), at(1))).toBe('saved')
  expect(await saved(world.asked, world.ann, 'x'.repeat(90), at(2))).toBe('saved')
  // What an entry grows by is counted, and what is taken out of it is not given back.
  expect(await saved(world.asked, world.ann, 'x'.repeat(80), at(3))).toBe('saved')
  expect(await saved(world.asked, world.ann, 'x'.repeat(91), at(4))).toBe('too_much_today')
})

it('the page and a part of it say so and keep what was typed', async () => {
  const world = await aForm()
  const { asked, ann } = world
  await used('audit', asked.id, 0, new Date())
  const form = { [fieldOf('value', asked.q('notes'))]: 'All of us are trained', [fieldOf('seen', asked.q('notes'))]: '' }
  const page = await request(`${asked.at}/sections/1`, { cookie: ann.cookie, form: { ...form, does: 'save' } })
  const says = 'It is more than we save for one person, school or audit in a day. You can go on after 1am tomorrow'
  expect(page.status).toBe(409)
  const html = await page.text()
  expect([html.includes(says), html.includes('All of us are trained')]).toEqual([true, true])
  const headers = { 'x-muster-parts': 'question' }
  const part = await request(`${asked.at}/sections/1`, { cookie: ann.cookie, form: { ...form, only: asked.q('notes') }, headers })
  expect([part.status, (await part.text()).startsWith(says)]).toEqual([409, true])
  expect(await standing(asked)).toBeUndefined()
})

const trigger = 'LimitUse_within_limit'
let guard = ''
afterEach(async () => {
  if (guard) await rows(guard)
  guard = ''
})
it.each([
  ['two who type at once do not both get what one of them has left', true, 1],
  ['control: without the trigger both do', false, 2],
])('%s', async (_is, guarded, kept) => {
  const { asked, ann, ben } = await aForm()
  await used('audit', asked.id, 2000, at(0))
  if (!guarded) {
    guard = (await rows<{ sql: string }>('SELECT sql FROM sqlite_master WHERE name = ?1', trigger))[0]?.sql ?? ''
    await rows(`DROP TRIGGER ${trigger}`)
  }
  const done = await Promise.all([saved(asked, ann, 'Ann', at(1)), saved(asked, ben, 'Ben', at(1), 'other')])
  expect(done.filter((one) => one === 'saved').length).toBe(kept)
  expect(await rows('SELECT COUNT(*) AS n FROM ReturnEntry WHERE returnId = ?1', asked.id)).toEqual([{ n: kept }])
})
