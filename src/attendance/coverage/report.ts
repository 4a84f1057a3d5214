// A report: one question, its figures by one or more dimensions, and their sources.
import type { Dimension } from './coverage.ts'
import type { Sources } from './evidence.ts'
import type { Category, Figures } from './figures.ts'

export type Report = { tables: { dimension: Dimension; categories: Category[] }[]; whole: Figures; sources: Sources }

/** Which of the counted schools. */
export type WhichSchools = 'all' | 'took-part' | 'did-not' | 'never'

/** A counted school on the national grid, in metres; `came`: in what was asked. */
export type Placed = { easting: number; northing: number; came: boolean }
