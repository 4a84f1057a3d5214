// The answer to a member beside a count of the raw rows that shares nothing with the service. `npm run recount` asks it of many counties.
import { expect, it } from 'vitest'
import { linesOf, schoolsBehind } from '#front/answer/line.ts'
import { readAnswer } from '#front/answer/store.ts'
import { db } from '#test/support/factories.ts'
import { kept } from '#test/worker/attendance/coverage/recounted.ts'
import { answerTables, recount } from '#tools/recount/answer.ts'
import { readRows } from '#tools/recount/schools.ts'
import { aRandomCounty } from './random-county.ts'

type County = Awaited<ReturnType<typeof aRandomCounty>>

/** Each part of each line, on each topic and guidance: how many it says and which schools are behind it, where the rows give others. */
const compare = async (county: County) => {
  const all = await readRows(answerTables, kept)
  const asked: { part: string; n: number; schools: number }[] = []
  const wrong: { topic: string; part: string; said: unknown; found: unknown }[] = []
  for (const { topic, guidance } of county.asked) {
    const population = (await readAnswer(county.act(), { topic, guidance: guidance ?? '' }))?.population
    if (!population) throw new Error('no answer')
    const counted = recount(all, { area: '884', topic, documentId: guidance, at: county.at })
    for (const { key, count } of linesOf(population).flatMap(({ parts }) => parts)) {
      const own = counted.get(key) ?? new Map<string, number>()
      const said = [count, (schoolsBehind(population, key) ?? []).map(({ schoolId }) => schoolId).toSorted()]
      const found = [[...own.values()].reduce((sum, one) => sum + one, 0), [...own.keys()].toSorted()]
      if (JSON.stringify(said) !== JSON.stringify(found)) wrong.push({ topic, part: key, said, found })
      asked.push({ part: key, n: count, schools: own.size })
    }
  }
  return { asked, wrong }
}

it('Each part has the number and the schools that a count of the raw rows finds, which shares nothing with the service.', async () => {
  const county = await aRandomCounty(1)
  const { asked, wrong } = await compare(county)
  expect(wrong).toEqual([])
  expect([asked.length > 250, asked.filter(({ n }) => n > 0).length > 150]).toEqual([true, true])
  // Control: what the service keeps of who came is lost.
  await db.prepare('DELETE FROM SchoolReached').run()
  const lines = (await compare(county)).wrong.map((one) => one.part.replace(/\..*/, ''))
  expect([...new Set(lines)].toSorted()).toEqual([
    ...['again', 'before', 'came', 'contact', 'girls', 'missed', 'next', 'people', 'pupils', 'registers', 'same', 'sent'],
  ])
})
