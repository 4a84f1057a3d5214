// Case records that were read: schools stated it this year and the year before, and the council
// read those of three.
import type { Act } from '#base/act.ts'
import { addMinutes } from '#base/dates.ts'
import { newId } from '#base/id.ts'
import { type Obstacle, obstacles, type Reader } from '#returns/cases/audit.ts'
import { recordAudit } from '#returns/cases/record-audit.ts'
import type { Cast } from './cast.ts'
import { type Chance, chanceOf } from './chance.ts'
import { demonstrationDates } from './dates.ts'
import { actOf } from './time.ts'

const doneBy: readonly Reader[] = ['lead', 'lead', 'governor', 'governor', 'head', 'deputy', 'trust', 'outside']

const found = (chance: Chance) => {
  const readBand = chance.pick([1, 1, 2, 2, 2, 3])
  return {
    ...{ readBand, completeBand: Math.max(0, readBand - chance.between(0, 1)) },
    obstacles: chance.shuffled(Object.keys(obstacles) as Obstacle[]).slice(0, chance.between(0, 3)),
  }
}

/** @returns how many schools stated that their case records were read */
export const settleRecords = async (act: Act, cast: Cast): Promise<number> => {
  const { ago, read } = demonstrationDates(act.now)
  let stated = 0
  for (const school of cast.schools) {
    const contact = cast.contacts.get(school.id)
    const chance = chanceOf(`records ${school.firstUrn}`)
    if (!contact || chance.happens(0.5)) continue
    stated += 1
    for (const [from, to] of chance.happens(0.6)
      ? ([
          [8, 30],
          [200, 250],
        ] as const)
      : ([[8, 30]] as const)) {
      const days = chance.between(from, to)
      const of = { schoolId: school.id, bySchool: 1 as const, doneOn: ago(days), doneBy: chance.pick(doneBy), ...found(chance) }
      const by = actOf(act, contact, read(days - 2))
      await recordAudit(by, { id: newId(by.now), ...of })
    }
  }
  for (const [n, school] of cast.schools
    .filter(({ id }) => cast.contacts.has(id))
    .slice(0, 3)
    .entries()) {
    const by = actOf(act, cast.officer, addMinutes(read(5), n * 20))
    const of = { schoolId: school.id, bySchool: 0 as const, doneOn: ago(6), doneBy: 'council' as const }
    await recordAudit(by, { id: newId(by.now), ...of, readBand: 2, completeBand: n === 0 ? 1 : 2, obstacles: n === 0 ? ['reasons'] : [] })
  }
  return stated
}
