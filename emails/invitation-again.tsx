import { sayLongDay } from '../src/dates.ts'
import { aboutOf } from '../src/invites/invite.ts'
import { type EntryFacts, entryFacts, placeBlocks } from './invitation.tsx'
import { footerOf, mail, type Rendered } from './mail.tsx'

/** To a delegate whose address in our records is another one by now: the entry that the old calendar has, for the new one. */
export const invitationAgain = ({
  sender,
  page,
  shown,
  contact,
  schoolName,
  name,
  placePage,
}: EntryFacts & { name: string; placePage?: string | undefined }): Rendered =>
  mail(
    `Your place, sent to your new address: ${shown.title}, ${sayLongDay(shown.startsAt)}`,
    [
      { heading: 'Your place, at your new address' },
      { paragraph: `Dear ${name},` },
      { paragraph: `Your email address in our records has changed. You still have your place at “${aboutOf(shown)}” for ${schoolName}.` },
      { facts: [...entryFacts(shown), ['School', schoolName]] },
      {
        paragraph:
          'The entry attached puts it into the calendar of this address. The one in your old calendar stays there: delete it if you still use that calendar.',
      },
      ...placeBlocks(page, placePage),
    ],
    footerOf(sender, contact),
  )
