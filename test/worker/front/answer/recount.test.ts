// The answer to a member beside a count of the raw rows that shares nothing with the service. `npm run recount` asks it of many counties.
import { expect, inject, it } from 'vitest'
import { linesOf, schoolsBehind } from '#front/answer/line.ts'
import { readAnswer } from '#front/answer/store.ts'
import { emptyDatabase } from '#test/support/database.ts'
import { run } from '#test/support/factories.ts'
import { kept } from '#test/worker/attendance/coverage/recounted.ts'
import { answerTables, recount } from '#tools/recount/answer.ts'
import { readRows } from '#tools/recount/schools.ts'
import { statesIn } from '#tools/recount/states.ts'
import { aRandomCounty } from './random-county.ts'

type Met = Record<string, Record<string, number>>
declare module 'vitest' {
  interface TaskMeta {
    /** What is counted together of all counties. */
    recounted?: { questions: number; parts: Met; rows: Met }
  }
}
type County = Awaited<ReturnType<typeof aRandomCounty>>

const add = (met: Met, what: string, state: string, n: number): void => {
  met[what] = { ...met[what], [state]: (met[what]?.[state] ?? 0) + n }
}

/** Each part of each line, on each topic, guidance and day; wrong: where the rows give another number or other schools. */
const compare = async (county: County) => {
  const all = await readRows(answerTables, kept)
  const asked: { line: string; part: string; n: number }[] = []
  const wrong: string[] = []
  const questions = county.days.flatMap((on) => county.asked.flatMap((one) => (one.from <= on ? [{ ...one, on }] : [])))
  for (const { topic, guidance, on } of questions) {
    const population = (await readAnswer(county.act(), { topic, guidance: guidance ?? '', on }))?.population
    if (!population) throw new Error('no answer')
    const { parts, days } = recount(all, { area: '884', topic, documentId: guidance, on, at: county.at })
    for (const { line, key, label, count } of linesOf(population).flatMap((one) => one.parts.map((part) => ({ ...part, line: one.key })))) {
      const own = parts.get(key) ?? new Map<string, number>()
      const behind = (schoolsBehind(population, key) ?? []).map(({ schoolId }) => schoolId)
      const n = [...own.values()].reduce((sum, one) => sum + one, 0)
      const [more, fewer] = [behind.filter((id) => !own.has(id)), [...own.keys()].filter((id) => !behind.includes(id))]
      if (n !== count || more.length + fewer.length > 0)
        wrong.push(`${key} on ${topic}, ${on}: says ${count} and not ${n}, with ${more.join(' ')} and without ${fewer.join(' ')}`)
      asked.push({ line, part: label, n: count })
    }
    for (const { schoolId, firstOn, lastOn, times, lastAnyOn, issuedOn, daysAfter, decidedOn, meetsOn } of population.rows) {
      const said = JSON.stringify({ firstOn, lastOn, times, lastAnyOn, issuedOn, daysAfter, decidedOn, meetsOn })
      const found = JSON.stringify(days.get(schoolId))
      if (said !== found) wrong.push(`days on ${topic}, ${on}, of ${schoolId}: says ${said} and not ${found}`)
    }
  }
  return { asked, wrong, rows: statesIn(all) }
}

it('Each part has the number and the schools that a count of the raw rows finds, which shares nothing with the service.', async ({
  task,
}) => {
  const done = { questions: 0, parts: {} as Met, rows: {} as Met }
  let county: County | undefined
  for (let seed = 1; seed <= inject('counties'); seed += 1) {
    if (seed > 1) await emptyDatabase()
    county = await aRandomCounty(seed)
    const { asked, wrong, rows } = await compare(county)
    expect([seed, wrong]).toEqual([seed, []])
    done.questions += asked.length
    for (const { line, part, n } of asked) add(done.parts, line, part, n)
    for (const [what, states] of Object.entries(rows)) for (const [state, n] of Object.entries(states)) add(done.rows, what, state, n)
  }
  task.meta.recounted = done
  const met = Object.values(done.parts).flatMap((states) => Object.values(states))
  expect([done.questions > 300, met.filter((n) => n > 0).length > 70]).toEqual([true, true])
  // Control: what the service keeps of who came is lost.
  await run('DELETE FROM SchoolReached')
  const lines = county ? (await compare(county)).wrong.map((one) => one.replace(/[. ].*/, '')) : []
  expect([...new Set(lines)].toSorted()).toEqual([
    ...['again', 'before', 'came', 'contact', 'days', 'girls', 'missed', 'next', 'people', 'pupils', 'registers', 'same', 'sent', 'sure'],
  ])
})
