// How a school behaves, the same every time.
import { chanceOf } from './chance.ts'

export type Habit = 'eager' | 'occasional' | 'earlier' | 'never'

const known: readonly [name: string, habit: Habit][] = [
  ['Lady Hawthorn’s School', 'eager'],
  ['Bramblecote Primary', 'eager'],
  ['Marlbury Infant School', 'eager'],
  ['Marlbury Junior School', 'occasional'],
  ['Marlbury Primary School', 'earlier'],
  ['Pinfold Lane Primary School', 'eager'],
  ['Dewsbourne CofE Primary School', 'occasional'],
  ['Thornmere Free School', 'never'],
  ['Beacon All-Through Academy', 'eager'],
]

/** eager and occasional: book; earlier: only has earlier attendance; never: no record. */
export const habitOf = ({ firstUrn, name }: { firstUrn: string; name: string }): Habit => {
  const told = known.find(([start]) => name.startsWith(start))
  if (told) return told[1]
  const share = chanceOf(`habit ${firstUrn}`).next()
  return share < 0.4 ? 'eager' : share < 0.66 ? 'occasional' : share < 0.94 ? 'earlier' : 'never'
}
