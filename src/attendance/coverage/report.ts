// A report as it is read: one question, its figures by one or more dimensions, and the sources that they rest on.
import type { Dimension } from './coverage.ts'
import type { Sources } from './evidence.ts'
import type { Category, Figures } from './figures.ts'

export type Report = { tables: { dimension: Dimension; categories: Category[] }[]; whole: Figures; sources: Sources }

/** Which of the schools that are counted. */
export type Answer = 'all' | 'took-part' | 'did-not' | 'never'
