import type { Child } from 'hono/jsx'
import { mostClockAhead } from '#attendance/attendance/arrival.ts'
import { sayInstant } from '#base/dates.ts'
import { P, Table } from '#base/web/page-parts.tsx'
import type { DeviceRow } from '../door.ts'

const sayClock = (ahead: number): string =>
  Math.abs(ahead) < mostClockAhead ? 'Right' : `${Math.round(Math.abs(ahead) / 60)} minutes ${ahead > 0 ? 'fast' : 'slow'}`

/** @param form takes a device off; they are numbered, the oldest 1 */
export const Devices = ({ devices, form }: { devices: readonly DeviceRow[]; form: (device: DeviceRow, number: number) => Child }) => (
  <>
    <P>
      Phones and tablets that were used for check-in. Remove one that is lost: nothing more is taken from it, and it forgets the names when
      it next reaches us. Until then it can show them for a day.
    </P>
    {devices.length === 0 ? (
      <P>None yet.</P>
    ) : (
      <Table
        caption="Devices"
        columns={['Used by', 'Since', 'Last heard of', 'Its clock', 'Action']}
        rows={devices.map((device, n) => [
          device.name ?? device.email,
          sayInstant(device.registeredAt),
          sayInstant(device.seenAt),
          sayClock(device.clockAhead),
          device.revokedAt ? `Removed ${sayInstant(device.revokedAt)}` : form(device, devices.length - n),
        ])}
      />
    )}
  </>
)
