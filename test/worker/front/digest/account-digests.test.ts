// What is kept of the letters that accounts got.
import { expect, it } from 'vitest'
import { anAccount, rows } from '#test/support/factories.ts'
import { add } from '#test/support/rows.ts'

it('once a week has ended, of the weeks before it only what a letter last said is kept', async () => {
  const [one, other] = [(await anAccount()).accountId, (await anAccount()).accountId]
  const at = '2099-01-01T09:00:00.000Z'
  const told = (accountId: string, week: string, said: string) => add('AccountDigest', { accountId, week, said, at })
  await told(one, '2098-12-15', 'first')
  await told(one, '2098-12-22', 'last')
  await told(one, '2098-12-29', '')
  await told(one, '2099-01-05', '')
  await told(other, '2098-12-29', 'before')
  await told(other, '2099-01-05', 'now')
  await add('DigestWeek', { week: '2099-01-05', doneAt: at })
  expect(await rows('SELECT accountId, week, said FROM AccountDigest ORDER BY accountId, week')).toEqual([
    { accountId: one, week: '2098-12-22', said: 'last' },
    { accountId: one, week: '2099-01-05', said: '' },
    { accountId: other, week: '2099-01-05', said: 'now' },
  ])
})
