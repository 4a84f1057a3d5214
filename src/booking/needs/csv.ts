// The caterer's sheet as CSV: lines and how many people need each, in an order that tells nothing.
import { toCsv } from '#base/web/csv.ts'
import { dietaryChoices, lineOf, linesOf, type Needs } from './need.ts'

export const catererCsv = (needs: readonly Needs[]): string =>
  toCsv(
    ['Food and drink: one line is what one person needs', 'People'],
    linesOf(needs.map(({ dietary }) => lineOf(dietary, dietaryChoices)).filter(Boolean)).map(({ line, people }) => [line, people]),
  )
