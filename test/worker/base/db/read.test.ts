// What was asked together is answered under its own name, however many statements each part has.
import { expect, it } from 'vitest'
import { all, each, mapped, one, readNow, readTogether, together } from '#base/db/read.ts'
import { db } from '#test/support/factories.ts'
import { recording } from '#test/support/recording.ts'

const number = (n: number) => db.prepare('SELECT ?1 AS n').bind(n)
const numbers = (...ns: number[]) => db.prepare('SELECT value AS n FROM json_each(?1) ORDER BY key').bind(JSON.stringify(ns))
type N = { n: number }

it('answers each part under its name, parts of parts and lists of parts included', async () => {
  const pair = together({ first: one<N>(number(1)), none: one<N>(numbers()) })
  const answers = await readTogether(db, {
    before: all<N>(numbers(7, 8)),
    pair,
    list: each([
      mapped(one<N>(number(2)), (row) => row?.n),
      mapped(pair, ({ first }) => first?.n),
      mapped(all<N>(numbers()), (rows) => rows.length),
    ]),
    after: one<N>(numbers(9, 10)),
  })
  expect(answers).toEqual({
    ...{ before: [{ n: 7 }, { n: 8 }], pair: { first: { n: 1 }, none: undefined }, list: [2, 1, 0], after: { n: 9 } },
  })
})

it('takes one trip for all of them, and none when there is nothing to ask', async () => {
  const { db: recorder, trips } = recording()
  const asked = (n: number) => one<N>(recorder.prepare('SELECT ?1 AS n').bind(n))
  await readTogether(recorder, { a: asked(1), b: each([asked(2), asked(3)]) })
  expect(trips.map((statements) => statements.length)).toEqual([3])
  expect(await readNow(recorder, each([]))).toEqual([])
  expect(trips).toHaveLength(1)
})
