// The demonstration shows one return that waits for its governor, one that everybody signed, and
// one that waits for its head.

import { expect, it } from 'vitest'
import { anAct, aSchool, rows } from '#test/support/factories.ts'
import { add } from '#test/support/rows.ts'
import { aHolder, aReturn } from '#test/worker/returns/filling/world.ts'
import { settleSignatures } from '#tools/local/demonstration/settle-signatures.ts'

it('two schools submit: at one a governor has still to sign, at the other everybody has', async () => {
  const schools = [await aSchool(), await aSchool(), await aSchool(), await aSchool()]
  for (const { id } of schools) for (const role of ['dsl', 'head', 'link_governor']) await aHolder(id, role, `The ${role}`)
  const [first, second, third, own] = schools
  const { id, round } = await aReturn({ leadSigns: true }, first)
  const more = await Promise.all(
    [second, third, own].map(async (school) => {
      const returnId = await add('SchoolReturn', { roundId: round, schoolId: school?.id })
      return { id: returnId, schoolId: school?.id ?? '' }
    }),
  )
  await settleSignatures(anAct({ now: new Date('2026-11-30T10:00:00.000Z') }), [{ id, schoolId: first?.id ?? '' }, ...more], {
    ...{ governor: first?.id, done: second?.id, head: third?.id },
  })
  const signed = (returnId: string) =>
    rows<{ signedAs: string }>('SELECT signedAs FROM ReturnSignature WHERE returnId = ?1 ORDER BY at', returnId).then((found) =>
      found.map(({ signedAs }) => signedAs),
    )
  expect(await Promise.all([id, ...more.map((one) => one.id)].map(signed))).toEqual([
    ['lead', 'head'],
    ['lead', 'head', 'governor'],
    ['lead'],
    [],
  ])
})
