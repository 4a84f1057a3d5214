import type { FreezeRefusal } from '../result.ts'

export const freezeRefusals: Record<FreezeRefusal, string> = {
  round_not_closed: 'Close the audit first: results are final, and answers can still come',
  nothing_submitted: 'No school has submitted it, so there is nothing to count',
  goes_on_changing: 'The record is changing while it is read. Try again in a minute',
}
