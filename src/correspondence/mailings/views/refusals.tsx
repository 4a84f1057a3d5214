import { sayStored } from '#base/changed.ts'

/** Why no message was begun. */
export const beginRefusals = {
  saved_otherwise: sayStored('the message that it began is in the list of messages', 'Press the button again to begin another beside it'),
}
