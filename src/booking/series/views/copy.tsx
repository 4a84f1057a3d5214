import { sayWhen } from '#base/dates.ts'
import { Bullets, Details, P } from '#base/web/page-parts.tsx'
import { type EventDetails, firstStart, lastEnd } from '#events/events/event.ts'

export const WhatIsCopied = ({ event }: { event: EventDetails }) => {
  const start = firstStart(event)
  const end = lastEnd(event)
  return (
    <>
      <P>The copy is a draft that only organisers see.{start && end ? ` This event is on ${sayWhen(start, end)}.` : ''}</P>
      <Details summary="What is copied, and what is not">
        <Bullets>
          <li>title, description, topic, venue or joining link, contact, and whom it is for</li>
          <li>sessions and workshops, at the same times of day, with their blocks and places</li>
          <li>number of places, limits for a school and a trust, approval, order of the waiting list and how long offers stand</li>
          <li>terms of cancelling and prices, in their newest version</li>
          <li>reserved places, for the same schools</li>
          <li>questions, messages as they are switched, timed and noted, and what the event counts as</li>
          <li>
            when booking opens and closes, names are due, workshops can be chosen, early prices end and reserved places are released: each
            moves by as many days as the event
          </li>
        </Bullets>
        <P>Not copied:</P>
        <Bullets>
          <li>bookings, waiting lists, answers, needs, messages and registers</li>
          <li>days that would lie in the past: decide on them anew</li>
        </Bullets>
      </Details>
    </>
  )
}
