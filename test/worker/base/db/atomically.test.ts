import { expect, it, vi } from 'vitest'
import type { SoFar } from '#base/act.ts'
import { atomically, foreignKeyBroken, guard, guardBroken, noteWritten } from '#base/db/atomically.ts'
import { db } from '#test/support/factories.ts'

const refusing = async (word: string): Promise<SqlStatement> => {
  await db.batch([
    db.prepare('CREATE TABLE IF NOT EXISTS Tried (id TEXT PRIMARY KEY, a TEXT, b TEXT, of TEXT REFERENCES Tried (id), UNIQUE (a, b))'),
    db.prepare('DROP TRIGGER IF EXISTS Tried_refused'),
    db.prepare(`CREATE TRIGGER Tried_refused BEFORE INSERT ON Tried WHEN NEW.a = 'refused' BEGIN SELECT RAISE(ABORT, '${word}'); END`),
  ])
  return db.prepare(`INSERT INTO Tried (id, a) VALUES ('x', 'refused')`)
}

it('a refusal is known by its whole word: one that only begins with it is another', async () => {
  const refused = await refusing('held_back_for_others')
  expect(await atomically(db, [refused], { held_back: 'short', held_back_for_others: 'whole' })).toEqual({ ok: false, reason: 'whole' })
  await expect(atomically(db, [refused], { held_back: 'short', back_for_others: 'end' })).rejects.toThrow('held_back_for_others')
})

it('whoever was erased meanwhile is to every act a guard that is broken', async () => {
  expect(await atomically(db, [await refusing('person_is_erased')], { [guardBroken]: 'changed' })).toEqual({ ok: false, reason: 'changed' })
  expect(await atomically(db, [await refusing('account_is_erased')], { [guardBroken]: 'changed' })).toEqual({
    ok: false,
    reason: 'changed',
  })
  expect(await atomically(db, [guard(db, '1 = 2')], { [guardBroken]: 'changed' })).toEqual({ ok: false, reason: 'changed' })
})

it('a unique index is named by a column or by all of them, and a row that is not there by one name', async () => {
  await refusing('never')
  const row = (id: string, a: string, of: string | null): SqlStatement =>
    db.prepare('INSERT INTO Tried (id, a, b, of) VALUES (?1, ?2, ?2, ?3)').bind(id, a, of)
  await row('first', 'a', null).run()
  expect(await atomically(db, [row('first', 'b', null)], { 'Tried.i': 'part', 'Tried.id': 'there' })).toEqual({
    ok: false,
    reason: 'there',
  })
  expect(await atomically(db, [row('second', 'a', null)], { 'Tried.a, Tried.b': 'both' })).toEqual({ ok: false, reason: 'both' })
  expect(await atomically(db, [row('second', 'a', null)], { 'Tried.b': 'one' })).toEqual({ ok: false, reason: 'one' })
  expect(await atomically(db, [row('third', 'c', 'nobody')], { [foreignKeyBroken]: 'gone' })).toEqual({ ok: false, reason: 'gone' })
  expect((await db.prepare('SELECT id FROM Tried').all()).results).toEqual([{ id: 'first' }])
})

it('what cannot be asked at the end of a batch does not undo it, and is then said to be unknown', async () => {
  await refusing('never')
  const heard: unknown[] = []
  const soFar = (sql: string): SoFar => ({
    ...{ wrote: false, refusals: [], follows: [] },
    extra: () => ({ statements: [db.prepare(sql)], onResults: (results) => void heard.push(results?.map((one) => one.results)) }),
  })
  const fault = vi.spyOn(console, 'error').mockImplementation(() => {})
  const insert = (id: string, sql: string) => {
    const said = soFar(sql)
    return atomically(db, [noteWritten(db.prepare('INSERT INTO Tried (id) VALUES (?1)').bind(id), said)]).then(({ ok }) => [ok, said.wrote])
  }
  expect([
    await insert('asked', "SELECT COUNT(*) AS n FROM Tried WHERE id = 'asked'"),
    await insert('unasked', 'SELECT 1 FROM NoSuchTable'),
  ]).toEqual([
    [true, true],
    [true, true],
  ])
  expect(heard).toEqual([[[{ n: 1 }]], undefined])
  expect((await db.prepare(`SELECT id FROM Tried WHERE id LIKE '%asked' ORDER BY id`).all()).results).toEqual([
    { id: 'asked' },
    { id: 'unasked' },
  ])
  expect(fault.mock.calls.map(([line]) => String(line).includes('NoSuchTable'))).toEqual([true])
  fault.mockRestore()
})

it('the end of a batch that is refused is never heard', async () => {
  const heard: unknown[] = []
  const said: SoFar = {
    wrote: false,
    refusals: [],
    follows: [],
    extra: () => ({ statements: [db.prepare('SELECT 1')], onResults: (results) => void heard.push(results) }),
  }
  const refused = noteWritten(await refusing('too_late'), said)
  expect(await atomically(db, [refused], { too_late: 'late' })).toEqual({ ok: false, reason: 'late' })
  expect([heard, said.wrote]).toEqual([[], false])
})
