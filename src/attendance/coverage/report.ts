// A report: one question, its figures by one or more dimensions, and their sources.
import type { Dimension } from './coverage.ts'
import type { Sources } from './evidence.ts'
import type { Category, Figures } from './figures.ts'

/** `waiting`: corrections of any closed register that a second person has yet to decide. */
export type Report = { tables: { dimension: Dimension; categories: Category[] }[]; whole: Figures; sources: Sources; waiting: number }

/** Which of the counted schools. */
export type WhichSchools = 'all' | 'took-part' | 'did-not' | 'never'

/** A counted school on the national grid, in metres; `came`: in what was asked. */
export type Placed = { easting: number; northing: number; came: boolean }
