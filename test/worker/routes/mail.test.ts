// Every form that can cause mail is counted: it is refused when nothing may be counted any more, and goes through when it is pressed again.
import { afterEach, expect, it } from 'vitest'
import { db, request, rows } from '#test/support/factories.ts'
import { filledIn, formsIn } from '#test/support/page-forms.ts'
import { mailPresses } from './presses.ts'

const all = () => rows<{ n: number }>('SELECT (SELECT COUNT(*) FROM Message) + (SELECT COUNT(*) FROM Log) AS n')
const trigger = 'LimitUse_within_limit'
let sql = ''
const nothingGoes = async (): Promise<void> => {
  sql = (await rows<{ sql: string }>('SELECT sql FROM sqlite_master WHERE name = ?1', trigger))[0]?.sql ?? ''
  await db.batch([
    db.prepare(`DROP TRIGGER ${trigger}`),
    db.prepare(
      `CREATE TRIGGER ${trigger} BEFORE INSERT ON LimitUse WHEN NEW.key LIKE 'mails:%' BEGIN SELECT RAISE(ABORT, 'too_much_mail'); END`,
    ),
  ])
}
const allGoes = async (): Promise<void> => {
  if (sql) await db.batch([db.prepare(`DROP TRIGGER ${trigger}`), db.prepare(sql)])
  sql = ''
}
afterEach(allGoes)

it.each(Object.entries(mailPresses))(
  '%s is refused, changes nothing, and goes with what was typed when it is pressed again',
  async (_, prepared) => {
    const { path, cookie, form } = await prepared()
    const before = await all()
    await nothingGoes()
    const refused = await request(path, { ...(cookie ? { cookie } : {}), form })
    expect([refused.status, await all()]).toEqual([429, before])
    await allGoes()
    const [again] = formsIn(await refused.text(), path).filter(({ action }) => action.endsWith(path))
    const done = await request(path, { ...(cookie ? { cookie } : {}), form: again ? filledIn(again) : [] })
    expect(done.status).toBeLessThan(400)
    expect((await all())[0]?.n).toBeGreaterThan(before[0]?.n ?? 0)
  },
)
