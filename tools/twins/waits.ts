// Those who wait for a moment of a twin's clock, which runs, stands still or is moved.

export class Waits {
  private readonly looks = new Set<() => void>()
  private readonly now: () => number

  /** @param now milliseconds by the clock */
  constructor(now: () => number) {
    this.now = now
  }

  /** How many wait. */
  get count(): number {
    return this.looks.size
  }

  /** Until so many seconds have gone by. */
  wait(seconds: number): Promise<void> {
    const until = this.now() + seconds * 1000
    return new Promise((done) => {
      let timer: ReturnType<typeof setTimeout>
      const look = (): void => {
        clearTimeout(timer)
        const left = until - this.now()
        if (left > 0) timer = setTimeout(look, left)
        else {
          this.looks.delete(look)
          done()
        }
      }
      this.looks.add(look)
      look()
    })
  }

  /** The clock was moved. */
  look(): void {
    for (const look of [...this.looks]) look()
  }
}
