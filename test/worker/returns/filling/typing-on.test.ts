// What one person goes on typing is one entry, while nothing is of what it says and nobody has
// typed over it. The titles quote docs/rules/returns-of-schools.md.
import { describe, expect, it } from 'vitest'
import { readNow } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { logExport } from '#base/log/export-log.ts'
import { seenOf, type Typed } from '#returns/filling/entry.ts'
import { saveEntries } from '#returns/filling/save-entries.ts'
import { selectVersion } from '#returns/signing/store.ts'
import { anAccount, anAct, db, rows, tick } from '#test/support/factories.ts'
import { add } from '#test/support/rows.ts'
import { actOf, aReturn } from './world.ts'

type Asked = Awaited<ReturnType<typeof aReturn>>
type Account = Awaited<ReturnType<typeof anAccount>>
type Kept = Typed & { id: string; times: number; since: string | null; at: string }

const start = tick()
const at = (minutes: number): Date => new Date(start.getTime() + minutes * 60_000)

const keptOf = (asked: Asked, name = 'notes') =>
  rows<Kept>('SELECT * FROM ReturnEntry WHERE returnId = ?1 AND questionId = ?2 ORDER BY rowid', asked.id, asked.q(name))

const aForm = async () => {
  const asked = await aReturn({ questions: { notes: { kind: 'text' }, other: { kind: 'text' } } })
  const [ann, ben] = [
    await anAccount({ schoolIds: [asked.school.id], name: 'Ann Lee' }),
    await anAccount({ schoolIds: [asked.school.id], name: 'Ben Orr' }),
  ]
  /** Types over what stands, or over what a page showed before. */
  const type = async (who: Account, value: string, minutes: number, more: { name?: string; seen?: string; on?: SqlDatabase } = {}) => {
    const { name = 'notes', on = db } = more
    const standing = (await keptOf(asked, name)).at(-1)
    const seen = more.seen ?? (standing ? seenOf(standing) : null)
    const done = await saveEntries({ ...actOf(who.actor, at(minutes)), db: on }, asked.place, {
      only: asked.q(name),
      sentOf: (question) => ({
        question,
        attempt: { seen, typed: { value, evidence: '', action: '' }, chosen: undefined },
        mustChoose: false,
      }),
    })
    return done.ok ? done.value.outcomes.get(asked.q(name))?.is : done.reason
  }
  return { asked, ann, ben, type }
}

const logged = async (asked: Asked) =>
  (await rows<{ after: string }>(`SELECT after FROM Log WHERE act = 'return.entered' AND subjectId = ?1`, asked.id)).map(
    ({ after }) => (JSON.parse(after) as { entries: string[] }).entries,
  )

it('What one person goes on typing to a question within ten minutes is one entry, with when it was typed last.', async () => {
  const { asked, ann, type } = await aForm()
  const versions = [await readNow(db, selectVersion(db, asked.id))]
  for (const [n, value] of ['All', 'All staff', 'All staff are trained'].entries()) {
    expect(await type(ann, value, n * 4)).toBe('saved')
    versions.push(await readNow(db, selectVersion(db, asked.id)))
  }
  const kept = await keptOf(asked)
  expect(kept).toMatchObject([{ value: 'All staff are trained', times: 3, since: at(0).toISOString(), at: at(8).toISOString() }])
  expect(await logged(asked)).toEqual([[kept[0]?.id]])
  // Whoever is about to sign looks again, each time.
  expect(versions).toEqual(['0-0-0', '1-0-0', '2-0-0', '3-0-0'])
})

const standing = async (asked: Asked) => (await rows<{ id: string }>('SELECT id FROM CurrentEntry WHERE returnId = ?1', asked.id))[0]
const signed = (asked: Asked, byId: string) =>
  add('ReturnSignature', { returnId: asked.id, signedAs: 'lead', byId, at: at(1).toISOString(), entries: 1 })
const takenOut = async (asked: Asked) =>
  add('ReturnRedaction', {
    id: newId(tick()),
    returnId: asked.id,
    ofId: (await standing(asked))?.id,
    part: 'value',
    reason: 'It named a child',
    byId: asked.officer.accountId,
    at: at(1).toISOString(),
  })
const given = (asked: Asked) =>
  logExport(anAct({ now: at(1) }), { act: 'return.exported', schoolId: asked.school.id, after: { returnId: asked.id } })

type World = Awaited<ReturnType<typeof aForm>>
/**
 * What comes between the first time and the second, a minute later if not said otherwise; and how
 * many entries there are then.
 */
const neighbours: Record<
  string,
  { between?: (world: World) => Promise<unknown>; who?: 'ann' | 'ben'; minutes?: number; name?: string; kept: number }
> = {
  'nothing comes between': { kept: 1 },
  'just before ten minutes are over': { minutes: 9.99, kept: 1 },
  'a file of another return is given out': { between: async () => given((await aForm()).asked), kept: 1 },
  'somebody else types': { who: 'ben', kept: 2 },
  'somebody else has typed between, and it is typed back': { between: ({ ben, type }) => type(ben, 'Ben’s', 1), kept: 3 },
  'eleven minutes later': { minutes: 11, kept: 2 },
  'another question': { name: 'other', kept: 2 },
  'somebody has signed': { between: ({ asked, ben }) => signed(asked, ben.accountId), kept: 2 },
  'words have been taken out': { between: ({ asked }) => takenOut(asked), kept: 2 },
  'the return has been given out as a file': { between: ({ asked }) => given(asked), kept: 2 },
}

describe('“After ten minutes, once somebody else has typed or signed, once words are taken out or the return is given out as a file, it is another entry.”', () => {
  it.each(Object.entries(neighbours))('%s', async (_is, { between, who = 'ann', minutes = 2, name = 'notes', kept }) => {
    const world = await aForm()
    await world.type(world.ann, 'First', 0)
    await between?.(world)
    expect(await world.type(world[who], 'Second', minutes, { name })).toBe('saved')
    const entries = [...(await keptOf(world.asked)), ...(await keptOf(world.asked, 'other'))]
    expect([entries.length, entries.at(-1)?.value]).toEqual([kept, 'Second'])
    expect((await logged(world.asked)).flat()).toEqual(entries.map(({ id }) => id))
  })
})

describe('what the database lets pass', () => {
  const right = { times: 2, since: at(0).toISOString(), at: at(2).toISOString() }
  const change = (asked: Asked, values: Record<string, unknown>) => {
    const set = Object.keys(values).map((name, n) => `${name} = ?${n + 2}`)
    return rows(`UPDATE ReturnEntry SET value = 'Second', ${set.join(', ')} WHERE returnId = ?1`, asked.id, ...Object.values(values))
  }

  const otherwise: Record<string, (world: World) => Promise<Record<string, unknown>>> = {
    'another entry': async () => ({ ...right, id: newId(tick()) }),
    'another author': async ({ ben }) => ({ ...right, byId: ben.accountId }),
    'another question': async ({ asked }) => ({ ...right, questionId: asked.q('other') }),
    'another return': async () => ({ ...right, returnId: (await aForm()).asked.id }),
    'over another entry': async ({ asked }) => ({ ...right, afterId: (await standing(asked))?.id }),
    'as if it had been typed once': async () => ({ at: right.at }),
    'as if it had been typed three times': async () => ({ ...right, times: 3 }),
    'as if it had begun later': async () => ({ ...right, since: at(1).toISOString() }),
    'earlier than before': async () => ({ ...right, at: at(-1).toISOString() }),
    'ten minutes later': async () => ({ ...right, at: at(10).toISOString() }),
  }
  it.each(Object.entries(otherwise))('not %s', async (_what, values) => {
    const world = await aForm()
    await world.type(world.ann, 'First', 0)
    await expect(change(world.asked, await values(world))).rejects.toThrow('entry_stands')
  })

  const once: Record<string, (world: World) => Promise<unknown>> = {
    'somebody else typed over it': ({ ben, type }) => type(ben, 'Third', 1),
    'somebody has signed': ({ asked, ben }) => signed(asked, ben.accountId),
    'words have been taken out': ({ asked }) => takenOut(asked),
    'it has been given out': ({ asked }) => given(asked),
    'the round is closed': ({ asked }) => rows('UPDATE ReturnRound SET closedAt = ?2 WHERE id = ?1', asked.round, right.at),
    'the school has answered on paper': ({ asked }) =>
      add('ReturnOtherAudit', {
        returnId: asked.id,
        about: 'By post',
        receivedOn: '2027-01-11',
        byId: asked.officer.accountId,
        at: right.at,
      }),
  }
  it.each(Object.entries(once))('nothing once %s', async (_what, comes) => {
    const world = await aForm()
    await world.type(world.ann, 'First', 0)
    await comes(world)
    await expect(change(world.asked, right)).rejects.toThrow('entry_stands')
  })

  it('this, and nothing is ever deleted', async () => {
    const { asked, ann, type } = await aForm()
    await type(ann, 'First', 0)
    await change(asked, right)
    expect(await keptOf(asked)).toMatchObject([{ value: 'Second', ...right }])
    await expect(rows('DELETE FROM ReturnEntry WHERE returnId = ?1', asked.id)).rejects.toThrow('entry_stands')
  })
})

describe('one types on while a colleague types over what they saw', () => {
  /**
   * The database, in which Ann types on between what Ben’s form read and what it writes. @param
   * guarded with the guard, which is the first of the batch
   */
  const race = async (guarded: boolean) => {
    const { asked, ann, ben, type } = await aForm()
    await type(ann, 'First', 0)
    const [shown] = await keptOf(asked)
    let batches = 0
    const on = new Proxy(db, {
      get: (of, name) =>
        name === 'batch'
          ? async (statements: SqlStatement[]) => {
              batches += 1
              if (batches === 2) await type(ann, 'First and more', 1)
              return of.batch(batches === 2 && !guarded ? statements.slice(1) : statements)
            }
          : Reflect.get(of, name).bind(of),
    })
    const outcome = await type(ben, 'Ben’s', 2, { on, seen: shown ? seenOf(shown) : '' })
    return { outcome, values: (await keptOf(asked)).map(({ value }) => value) }
  }

  it('and both are shown to choose from', async () => {
    expect(await race(true)).toEqual({ outcome: 'to_choose', values: ['First and more'] })
  })

  it('control: without the guard it is overwritten unseen', async () => {
    expect(await race(false)).toEqual({ outcome: 'saved', values: ['First and more', 'Ben’s'] })
  })
})
