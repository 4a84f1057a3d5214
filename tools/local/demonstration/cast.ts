import type { Actor } from '#base/act.ts'
import type { CountySchool } from './store.ts'

/** Who plays in the demonstration. */
export type Cast = {
  administrator: Actor
  organiser: Actor
  officer: Actor
  finance: Actor
  schools: readonly CountySchool[]
  contacts: ReadonlyMap<string, Actor>
  organisations: readonly string[]
}
