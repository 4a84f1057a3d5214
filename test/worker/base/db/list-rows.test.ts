// A list is shown a page at a time, from a row that the address names.
import { expect, it } from 'vitest'
import { type At, type Rows, readAt, selectRows, selectSlice, sliceOf } from '#base/db/list-rows.ts'
import { readNow } from '#base/db/read.ts'
import { db } from '#test/support/factories.ts'

type Row = { id: string; day: string; name: string }
const all: Row[] = ['b', 'A', 'c', 'a', 'B', 'd', 'C'].map((name, n) => ({
  id: `id-${n}`,
  day: n % 2 === 0 ? '2026-01-02' : '2026-01-01',
  name,
}))
const rows = (shown?: string): Rows<Row> => ({
  sql: `SELECT value ->> 'id' AS id, value ->> 'day' AS day, value ->> 'name' AS name FROM json_each(?1) WHERE value ->> 'name' <> 'd'`,
  values: [JSON.stringify(all)],
  by: ['day DESC', 'name COLLATE NOCASE', 'id DESC'],
  size: 2,
  ...(shown ? { shown } : {}),
})
const namesOf = ({ rows }: { rows: Row[] }) => rows.map(({ name }) => name).join('')
const slice = (at: At, shown?: string) => readNow(db, selectSlice(db, rows(shown), at))

it('leads through all rows and back again, each once, whichever way its columns run', async () => {
  const first = await slice({})
  const second = await slice({ after: first.after ?? '' })
  const third = await slice({ after: second.after ?? '' })
  const back = await slice({ before: third.before ?? '' })
  expect([first, second, third, back].map(namesOf)).toEqual(['Bb', 'Cc', 'aA', 'Cc'])
})

it('says how many there are, and where it goes on', async () => {
  expect(await slice({})).toEqual({ rows: [all[4], all[0]], total: 6, isFirst: true, after: 'id-0' })
  expect(await slice({ after: 'id-0' })).toEqual({ rows: [all[6], all[2]], total: 6, isFirst: false, before: 'id-6', after: 'id-2' })
  expect(await slice({ after: 'id-2' })).toEqual({ rows: [all[3], all[1]], total: 6, isFirst: false, before: 'id-3' })
  expect(await slice({ before: 'id-6' })).toEqual({ rows: [all[4], all[0]], total: 6, isFirst: false, after: 'id-0' })
})

it('counts up to a thousand rows and says that there are more, unless it is to count all', async () => {
  const many: Rows<{ id: number }> = {
    sql: 'SELECT key AS id FROM json_each(?1)',
    values: [JSON.stringify(Array(1200).fill(0))],
    by: ['id'],
  }
  expect((await readNow(db, selectSlice(db, many, {}))).total).toBe(1001)
  expect((await readNow(db, selectSlice(db, { ...many, countsAll: true }, {}))).total).toBe(1200)
})

it('shows nothing after a row that is not there', async () => {
  expect(await slice({ after: 'id-5' })).toEqual({ rows: [], total: 6, isFirst: false })
})

it('adds what costs something to the rows of the page alone, in their order', async () => {
  const page = await slice({}, 'SELECT page.id, page.day, upper(page.name) AS name FROM page')
  expect(namesOf(page)).toBe('BB')
})

it('gives all rows in the same order to a file', async () => {
  const found = await readNow(db, selectRows(db, rows(), 5))
  expect(found.map(({ id }) => id)).toEqual(['id-4', 'id-0', 'id-6', 'id-2', 'id-3'])
  expect((await readNow(db, selectRows(db, rows()))).map(({ id }) => id)).toEqual(['id-4', 'id-0', 'id-6', 'id-2', 'id-3', 'id-1'])
})

it('cuts rows that are read already in the same way', () => {
  const listed = [4, 0, 6, 2, 3, 1].map((n) => all[n] as Row)
  const cut = (at: At) => sliceOf(listed, at, ({ id }) => id, 2)
  expect(cut({})).toEqual({ rows: [all[4], all[0]], total: 6, isFirst: true, after: 'id-0' })
  expect(cut({ after: 'id-0' })).toEqual({ rows: [all[6], all[2]], total: 6, isFirst: false, before: 'id-6', after: 'id-2' })
  expect(cut({ before: 'id-6' })).toEqual({ rows: [all[4], all[0]], total: 6, isFirst: false, after: 'id-0' })
  expect(cut({ after: 'nobody' })).toEqual({ rows: [], total: 6, isFirst: false })
})

it('reads from an address where a page is', () => {
  expect([readAt({}), readAt({ after: 'x' }), readAt({ before: 'y', page: '3' })]).toEqual([{}, { after: 'x' }, { before: 'y' }])
})

it('shows the rows of one part before those of the next, leading through both and back again', async () => {
  const part = (condition: string) => `SELECT value ->> 'id' AS id, value ->> 'name' AS name FROM json_each(?1) WHERE ${condition}`
  const [capital, small] = [part(`value ->> 'name' < 'a'`), part(`value ->> 'name' >= 'a'`)]
  for (const [by, names] of [
    ['id', 'ABCbcad'],
    ['id DESC', 'CBAdacb'],
  ] as const) {
    const list: Rows<Row> = { sql: [capital, small], values: [JSON.stringify(all)], by: [by], size: 2 }
    const there: string[] = []
    const back: string[] = []
    let after: string | undefined
    do {
      const page = await readNow(db, selectSlice(db, list, after ? { after } : {}))
      there.push(namesOf(page))
      if (page.before) back.push(namesOf(await readNow(db, selectSlice(db, list, { before: page.before }))))
      after = page.after
    } while (after)
    expect([there.join(''), back]).toEqual([names, there.slice(0, -1)])
    expect((await readNow(db, selectRows(db, list, 9))).map(({ name }) => name).join('')).toBe(names)
  }
})
