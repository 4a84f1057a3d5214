import { londonDay, sayWhen } from '#base/dates.ts'
import { mapped } from '#base/db/read.ts'
import { list } from '#base/list/list.tsx'
import { Heading, Link, P, Tag } from '#base/web/page-parts.tsx'
import type { feedPages } from './public-pages.tsx'
import { selectTrainer, type TrainerRow, trainerRows } from './trainer-store.ts'
import { FeedActions, Secret } from './views/feeds.tsx'

export const trainersAt = '/organiser/trainers'

/** By the session and the line that name them, so that no address holds a name. */
export const isTrainer = (of: string | undefined): of is string => /^[0-9a-f]{8}-[0-9a-f-]{27}-\d{1,3}$/.test(of ?? '')

const whereOf = ({ room, venue }: TrainerRow): string => [room, venue].filter(Boolean).join(', ')

/** What trainers give, or one of them, past and to come. */
export const trainerList = (make: ReturnType<typeof feedPages>['make']) =>
  list({
    at: trainersAt,
    ask: ({ query: { of } }) => (of === undefined ? { of } : isTrainer(of) ? { of } : undefined),
    beside: ({ db, of }) => mapped(selectTrainer(db, of ?? ''), (trainer) => (of && !trainer ? undefined : { trainer })),
    title: 'Trainers',
    heading: ({ trainer }) => trainer?.name ?? 'Trainers',
    rows: ({ of, now }) => trainerRows(of, now),
    of: ['session'],
    columns: ({ trainer: one }) => [
      {
        name: 'When',
        cell: ({ startsAt, endsAt, isPast }: TrainerRow) => (
          <>
            {sayWhen(startsAt, endsAt)} {isPast ? <Tag colour="grey">Past</Tag> : null}
          </>
        ),
        value: ({ startsAt }) => londonDay(startsAt),
      },
      ...(one ? [] : [{ name: 'Trainer', cell: ({ id, trainer }: TrainerRow) => <Link href={`${trainersAt}?of=${id}`}>{trainer}</Link> }]),
      {
        name: 'Session',
        cell: ({ code, title, state }: TrainerRow) => (
          <>
            <Link href={`/organiser/events/${code}`}>{title}</Link> {state === 'draft' ? <Tag colour="blue">Draft</Tag> : null}
          </>
        ),
      },
      { name: 'Where', cell: whereOf },
      {
        name: 'Only for',
        cell: ({ school }: TrainerRow) => school ?? '',
        isFor: ({ slice }) => slice.rows.some((row) => (row as TrainerRow).school !== null),
      },
    ],
    presses: { make },
    above: ({ trainer }) =>
      trainer ? (
        <P>
          <Link href={trainersAt}>All trainers</Link>
        </P>
      ) : null,
    below: ({ trainer, of }, forms) =>
      trainer ? (
        <>
          <Heading>A calendar for this trainer</Heading>
          <P>It shows what this trainer gives, with day, time and place, as soon as it is published.</P>
          <Secret />
          <FeedActions
            at={`/account/calendar/${of}`}
            feed={trainer.feed}
            of={trainer.name}
            make={(said) => forms.make({ said }, { of: of ?? '' })}
          />
        </>
      ) : null,
    none: 'No session names a speaker yet. Organisers name them in the programme of an event.',
  })
