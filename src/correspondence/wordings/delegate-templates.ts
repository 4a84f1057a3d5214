import { sampleTicket } from '#calendars/invites/invite-places.ts'
import { accessAnsweredMail } from '#emails/booking/access-answered.tsx'
import { eventCancelled, eventCancelledWords } from '#emails/calendars/event-cancelled.tsx'
import { eventChanged, eventChangedWords } from '#emails/calendars/event-changed.tsx'
import { invitation, invitationWords } from '#emails/calendars/invitation.tsx'
import { invitationAgain, invitationAgainWords } from '#emails/calendars/invitation-again.tsx'
import { placeCancelled, placeCancelledWords } from '#emails/calendars/place-cancelled.tsx'
import { sessionCalledOff, sessionCalledOffWords } from '#emails/calendars/session-called-off.tsx'
import {
  earlierShown,
  entryFacts,
  free,
  sampleEvent,
  sampleName,
  samplePlacePage,
  sampleSchool,
  sampleShown,
  samplesCalledOff,
} from './sample-data.ts'
import { eachOf, type Template } from './wording.ts'

const to = 'The person on the place'

export const delegateTemplates: readonly Template[] = [
  {
    name: 'invitation',
    label: 'Invitation',
    audience: 'delegates',
    to,
    when: 'When their place is certain, with an entry for their calendar',
    slots: invitationWords,
    fields: ['title', 'day', 'time', 'school', 'name', 'council'],
    samples: [
      {
        label: 'Booked by the school',
        render: (sender) =>
          invitation({
            ...entryFacts(sender),
            name: sampleName,
            bookedByOther: true,
            byCouncil: false,
            placePage: samplePlacePage(sender),
            ticket: sampleTicket,
          }),
      },
      {
        label: 'Booked by the council',
        render: (sender) => invitation({ ...entryFacts(sender), name: sampleName, bookedByOther: true, byCouncil: true }),
      },
      {
        label: 'Booked for themselves',
        render: (sender) =>
          invitation({
            ...entryFacts(sender),
            name: sampleName,
            bookedByOther: false,
            byCouncil: false,
            cancelBy: 'until 23:59 on Monday 24 May 2027',
            placePage: samplePlacePage(sender),
          }),
      },
    ],
  },
  {
    name: 'invitation_again',
    label: 'Invitation, sent again to a new address',
    audience: 'delegates',
    to,
    when: 'When their address in our records has changed',
    slots: invitationAgainWords,
    fields: ['title', 'day', 'school', 'name'],
    samples: [
      {
        label: 'As it goes',
        render: (sender) =>
          invitationAgain({ ...entryFacts(sender), name: sampleName, placePage: samplePlacePage(sender), ticket: sampleTicket }),
      },
    ],
  },
  {
    name: 'event_changed',
    label: 'Event changed, to the person coming',
    audience: 'delegates',
    to,
    when: 'When what their calendar shows has changed',
    slots: eventChangedWords,
    fields: ['title', 'day', 'school', 'changes'],
    samples: [
      {
        label: 'As it goes',
        render: (sender) =>
          eventChanged({
            ...entryFacts(sender),
            was: earlierShown,
            free,
            placePage: samplePlacePage(sender),
            changes: ['title', 'date', 'place'],
          }),
      },
      {
        label: 'They chose other workshops',
        render: (sender) => eventChanged({ ...entryFacts(sender), was: earlierShown, because: 'choice', changes: ['programme'] }),
      },
      {
        label: 'Workshops are chosen for the first time',
        render: (sender) => eventChanged({ ...entryFacts(sender), was: earlierShown, because: 'first_choice', changes: ['programme'] }),
      },
    ],
  },
  {
    name: 'session_called_off',
    label: 'A part of the event called off, to the person coming',
    audience: 'delegates',
    to,
    when: 'When an organiser calls off a session that they attend, and the event goes on',
    slots: sessionCalledOffWords,
    fields: ['title', 'day', 'school', 'part'],
    samples: eachOf([samplesCalledOff[0], samplesCalledOff[1], samplesCalledOff[2]], ({ label, calledOff }) => ({
      label,
      render: (sender) =>
        sessionCalledOff({
          sender,
          page: `${sender.baseUrl}/events/SAMPLE`,
          event: sampleEvent,
          schoolName: sampleSchool,
          calledOff,
          attends: [],
          shown: calledOff.choose ? undefined : sampleShown,
          free,
          placePage: samplePlacePage(sender),
        }),
    })),
  },
  {
    name: 'event_cancelled',
    label: 'Event cancelled, to the person coming',
    audience: 'delegates',
    to,
    when: 'When an organiser cancels the event',
    slots: eventCancelledWords,
    fields: ['title', 'day', 'school'],
    samples: [
      {
        label: 'As it goes',
        render: (sender) => eventCancelled({ ...entryFacts(sender), why: 'The hall is flooded. We are looking for another day.' }),
      },
    ],
  },
  {
    name: 'place_cancelled',
    label: 'Place cancelled, to the person who had it',
    audience: 'delegates',
    to,
    when: 'When their place is cancelled, moved to another date or goes to somebody else, or they leave a workshop',
    slots: placeCancelledWords,
    fields: ['title', 'day', 'school', 'moved'],
    samples: [
      { label: 'The place is cancelled', render: (sender) => placeCancelled(entryFacts(sender)) },
      {
        label: 'The place is moved to another date',
        render: (sender) => placeCancelled({ ...entryFacts(sender), because: 'moved', movedTo: '2027-07-06T08:00:00.000Z' }),
      },
      { label: 'Somebody else comes', render: (sender) => placeCancelled({ ...entryFacts(sender), because: 'passed_on' }) },
      { label: 'The address was wrong', render: (sender) => placeCancelled({ ...entryFacts(sender), because: 'readdressed' }) },
      { label: 'A workshop is left', render: (sender) => placeCancelled({ ...entryFacts(sender), because: 'left_workshop' }) },
      {
        label: 'Entries are put together differently',
        render: (sender) => placeCancelled({ ...entryFacts(sender), because: 'regrouped' }),
      },
    ],
  },
  {
    name: 'access_answered',
    label: 'Answer about a place',
    audience: 'delegates',
    to,
    when: 'When an organiser answers what they told about access',
    slots: {},
    fields: [],
    fixed: 'It says that there is an answer, and where to read it.',
    samples: [
      { label: 'Answered', render: (sender) => accessAnsweredMail({ sender, title: sampleEvent.title, contact: sender.contactEmail }) },
    ],
  },
]
