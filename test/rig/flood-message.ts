/** What a flooding writer says as its n-th event: makes lines of 300 to 4000 bytes, most of them short; `é` takes two. */
export function floodMessage(seed: number, n: number): string {
  const spread = n * 37 + seed * 101;
  return 'é'.repeat(20 + (spread % (n % 8 === 0 ? 1800 : 300)));
}
