// What IKEv1 and AuthIP share, beside the wire form: neither names the other.
global using Gatehouse.Keying.Isakmp;
