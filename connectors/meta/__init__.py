"""What the exports of Meta's platforms (Facebook, Instagram, Threads) have in common."""
