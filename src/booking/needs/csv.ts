// The caterer's sheet as CSV: needs and how many people have them, in an order that identifies
// nobody.
import { toCsv } from '#base/web/csv.ts'
import { dietaryChoices, lineOf, linesOf, type Needs } from './need.ts'

export const catererCsv = (needs: readonly Needs[]): string =>
  toCsv(
    ['Food and drink: one line is what one person needs', 'People'],
    linesOf(needs.map(({ dietary }) => lineOf(dietary, dietaryChoices)).filter(Boolean)).map(({ line, people }) => [line, people]),
  )
