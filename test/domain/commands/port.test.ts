import { createServer } from 'node:net'
import { expect, it } from 'vitest'
import { freePort, listenerAt, whyNotPort } from '#commands/port.ts'

it('a port that is taken is refused in a sentence that says by whom, where that can be known, and names one that is free', async () => {
  const other = createServer()
  await new Promise<void>((ready) => other.listen(0, '127.0.0.1', ready))
  const { port } = other.address() as { port: number }
  const free = await freePort(port)
  expect(free).toBeGreaterThan(port)
  const by = listenerAt(port)
  if (by !== undefined) expect(by).toBe(process.pid)
  expect(await whyNotPort(port)).toMatch(
    new RegExp(
      `^Port ${port} is taken${by === undefined ? '' : ` by .*process ${process.pid}\\)?`}: npm start -- --port \\d+ uses another one\\.$`,
    ),
  )
  await new Promise((closed) => other.close(closed))
  expect(await whyNotPort(port)).toBeUndefined()
  expect(await freePort(port)).toBe(port)
  expect(listenerAt(port)).toBeUndefined()
})
